//! Ctrl-C during long work: a flag that the work looks at, instead of an end in the middle.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::signal::unix::{SignalKind, signal};

/// Watches for Ctrl-C, an order to end and a lost line. From now on they set the flag and end
/// nothing by themselves; a question at the terminal still ends with them.
pub fn watch() -> io::Result<Arc<AtomicBool>> {
    super::ask::hand_over_signals();
    let flag = Arc::new(AtomicBool::new(false));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
    let [mut interrupt, mut terminate, mut hangup] = {
        let _inside = runtime.enter();
        let [interrupt, terminate, hangup] = kinds.map(signal);
        [interrupt?, terminate?, hangup?]
    };
    let seen = flag.clone();
    std::thread::spawn(move || {
        runtime.block_on(async {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                _ = hangup.recv() => {}
            }
        });
        seen.store(true, Ordering::Relaxed);
    });
    Ok(flag)
}
