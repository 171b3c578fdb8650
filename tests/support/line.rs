//! The pseudo-terminal: a program on one side, our end of the line on the other.
//!
//! Two threads do nothing but wait, one for output, one for the end of the program. What they see
//! goes, with the time at which it was seen, through one channel.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, ErrorKind, PipeReader, PipeWriter, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use filedescriptor::FileDescriptor;
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::Pid;
use rustix::termios::{ControlModes, InputModes, LocalModes, OutputModes, Winsize, tcgetattr, tcsetwinsize};

/// How long a program may leave its input unread before a test is called stuck.
const INPUT_PATIENCE: Timespec = Timespec { tv_sec: 5, tv_nsec: 0 };

/// What came from the program's side.
pub enum News {
    /// Output, with the time at which it was read.
    Bytes(Instant, Vec<u8>),
    /// No output can come any more: the program's side, or ours, is closed.
    Closed,
    /// The program ended.
    Ended(Instant, ExitStatus),
}

/// Our end of the line. It is closed by [`Line::hang_up`] or by being dropped.
pub struct Line {
    file: File,
    /// Dropping it ends the reading thread, whose copy of the line would keep it open.
    stop: PipeWriter,
}

/// How the terminal treats the line (termios(3)), comparable before and after a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineModes {
    input: InputModes,
    output: OutputModes,
    control: ControlModes,
    local: LocalModes,
}

impl LineModes {
    /// Typed characters are echoed by the terminal, as at a shell's prompt.
    pub fn echo(&self) -> bool {
        self.local.contains(LocalModes::ECHO)
    }

    /// Input arrives by whole lines, as at a shell's prompt.
    pub fn canonical(&self) -> bool {
        self.local.contains(LocalModes::ICANON)
    }
}

impl Line {
    /// Runs a program as leader of a session whose terminal is this line. `env` is all of its
    /// environment, except `SHELL`, which portable-pty always sets.
    pub fn open(
        program: &OsStr,
        args: &[&OsStr],
        env: &[(&str, &OsStr)],
        size: (u16, u16),
    ) -> (Self, Pid, Receiver<News>, LineModes) {
        let size = PtySize { cols: size.0, rows: size.1, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        // portable-pty's own writer types a newline and ^D when it is dropped, and its reader
        // cannot be stopped. Hence a copy of our own.
        let file = own_copy(pair.master.as_ref()).expect("a copy of the line");
        rustix::io::ioctl_fionbio(&file, true).expect("a line that never blocks");
        let (stop, stopped) = io::pipe().map(|(read, write)| (write, read)).expect("a pipe");
        let before = modes(&file);

        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        env.iter().for_each(|(name, value)| command.env(name, value));
        command.cwd(std::env::current_dir().expect("a working directory"));
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let pid = child.process_id().and_then(|id| Pid::from_raw(id.cast_signed()));

        let (tell, news) = channel();
        let copy = file.try_clone().expect("a copy for the reader");
        let ended = tell.clone();
        thread::spawn(move || read(copy, &stopped, &tell));
        thread::spawn(move || await_end(child, &ended));
        (Self { file, stop }, pid.expect("a process id"), news, before)
    }

    /// Types. The line may be slow, not stuck: a program that reads nothing for 5 s fails.
    pub fn write(&self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            match (&self.file).write(bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    let mut room = [PollFd::new(&self.file, PollFlags::OUT)];
                    let ready = poll(&mut room, Some(&INPUT_PATIENCE)).expect("poll");
                    assert!(ready > 0, "the program no longer reads its input");
                }
                Err(error) => panic!("cannot type: {error}"),
            }
        }
    }

    /// Changes the size; the program is told by SIGWINCH.
    pub fn resize(&self, cols: u16, rows: u16) {
        let size = Winsize { ws_col: cols, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&self.file, size).expect("a new size");
    }

    /// The modes now, also after the program has ended.
    pub fn modes(&self) -> LineModes {
        modes(&self.file)
    }

    /// Closes our end. The line is gone once [`News::Closed`] came.
    pub fn hang_up(self) {
        drop(self.stop);
        drop(self.file);
    }
}

fn own_copy(master: &dyn MasterPty) -> Option<File> {
    FileDescriptor::dup(&master.as_raw_fd()?).ok()?.as_file().ok()
}

fn modes(file: &File) -> LineModes {
    let modes = tcgetattr(file).expect("terminal modes");
    LineModes {
        input: modes.input_modes,
        output: modes.output_modes,
        control: modes.control_modes,
        local: modes.local_modes,
    }
}

/// Hands on what is read until the program's side is closed or we hang up.
fn read(mut line: File, stopped: &PipeReader, tell: &Sender<News>) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let mut ready = [PollFd::new(&line, PollFlags::IN), PollFd::new(stopped, PollFlags::IN)];
        if poll(&mut ready, None).is_err_and(|error| error != rustix::io::Errno::INTR) {
            break;
        }
        if !ready[1].revents().is_empty() {
            break;
        }
        match line.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => {
                let news = News::Bytes(Instant::now(), buffer[..length].to_vec());
                if tell.send(news).is_err() {
                    break;
                }
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
            // EIO: nobody holds the program's side any more.
            Err(_) => break,
        }
    }
    drop(line);
    let _ = tell.send(News::Closed);
}

fn await_end(mut child: Box<dyn Child + Send + Sync>, tell: &Sender<News>) {
    let status = child.wait().unwrap_or_else(|_| ExitStatus::with_exit_code(u32::MAX));
    let _ = tell.send(News::Ended(Instant::now(), status));
}

/// The rest of a period, none once it is over.
pub fn remaining(until: Instant) -> Option<Duration> {
    until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
}
