//! What a process costs, read from `/proc` (Linux, proc(5)).

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

use rustix::process::Pid;

/// CPU time and wake-ups of a process so far, thread by thread.
#[derive(Debug, Clone, Default)]
pub struct Activity {
    threads: HashMap<String, Spent>,
}

/// What a process or thread spent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Time on a processor.
    pub cpu: Duration,
    /// Voluntary context switches: how often it woke, did something and went to sleep again.
    pub wakeups: u64,
}

impl Activity {
    /// The figures now; of a process that is gone, none.
    pub fn of(pid: Pid) -> Self {
        let tasks = fs::read_dir(format!("/proc/{}/task", pid.as_raw_nonzero()));
        let threads = tasks.into_iter().flatten().flatten().filter_map(|task| {
            let name = task.file_name().into_string().ok()?;
            let times = fs::read_to_string(task.path().join("schedstat")).ok()?;
            let status = fs::read_to_string(task.path().join("status")).ok()?;
            let cpu = Duration::from_nanos(times.split(' ').next()?.parse().ok()?);
            let wakeups = field(&status, "voluntary_ctxt_switches:")?;
            Some((name, Spent { cpu, wakeups }))
        });
        Self { threads: threads.collect() }
    }

    /// What was spent since an earlier look. A thread that ended in between takes its share along.
    pub fn since(&self, earlier: &Self) -> Spent {
        self.threads.iter().fold(Spent::default(), |sum, (thread, now)| {
            let then = earlier.threads.get(thread).copied().unwrap_or_default();
            Spent {
                cpu: sum.cpu + now.cpu.saturating_sub(then.cpu),
                wakeups: sum.wakeups + now.wakeups.saturating_sub(then.wakeups),
            }
        })
    }
}

/// The highest resident memory so far, in bytes (VmHWM); none once the process is gone.
pub fn peak_memory(pid: Pid) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero())).ok()?;
    field(&status, "VmHWM:").map(|kibibytes| kibibytes * 1024)
}

/// The resident memory now, in bytes (VmRSS); none once the process is gone.
pub fn memory(pid: Pid) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero())).ok()?;
    field(&status, "VmRSS:").map(|kibibytes| kibibytes * 1024)
}

/// How many files, sockets and pipes a process holds open; none once it is gone.
pub fn descriptors(pid: Pid) -> Option<usize> {
    Some(fs::read_dir(format!("/proc/{}/fd", pid.as_raw_nonzero())).ok()?.count())
}

/// A number of `/proc/PID/status`.
fn field(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
