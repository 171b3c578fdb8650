//! `--offline FILE`: the same console and commands over a snapshot. `--snapshot FILE`: a console with a
//! server, and a snapshot to turn to where it does not answer.
//!
//! Journal, drafts and waiting tickets go into the store of this machine. Where there is none it is
//! made, opened by the snapshot's own passphrase, so that one phrase is enough on site.

use std::path::Path;
use std::sync::Arc;

use super::args::Args;
use super::{Exit, Stop, ask, open};
use crate::app::line::Spare;
use crate::backend::snapshot::Snapshot;
use crate::backend::{Clock, TokenBackend};
use crate::desk::queue::QueueDesk;
use crate::domain::secret::Secret;
use crate::service::Service;
use crate::store::snapshot::{Header, SnapshotFault};
use crate::store::{Kind, Store, StoreFault};

/// Opens the snapshot, then the store beside it.
pub fn service(args: &Args, file: &Path) -> Result<(Service, Arc<Store>), Stop> {
    let text = args.lang.text();
    let now = open::clock()();
    // What can be told without the passphrase is told before it is asked for.
    let header = Header::read(file).map_err(|fault| stop(args, &fault))?;
    if header.expires() <= now {
        return Err(stop(args, &SnapshotFault::Expired(header.expires())));
    }
    let passphrase = ask::secret(text, text.snapshot.passphrase)?;
    let (backend, _) =
        Snapshot::open(file, &passphrase, open::clock()).map_err(|fault| stop(args, &fault))?;
    let store = beside(args, backend.kind(), &passphrase)?;
    let desk = Arc::new(QueueDesk::new(store.clone()));
    let agent = open::agent(args, &store);
    Ok((Service::new(Arc::new(backend), desk, store.clone(), open::clock(), agent), store))
}

/// Gives a console a snapshot to turn to. One that is of no use is said, and the console opens without:
/// the server may well be there. `asked` opened the store and is tried first.
pub fn spare(
    args: &Args,
    file: &Path,
    service: Service,
    store: &Arc<Store>,
    asked: open::Asked,
) -> Result<(Service, Spare), Stop> {
    let refused = |words: String| Ok((service.clone(), Spare::Refused(words)));
    let backend = match open_spare(args, file, asked, &service.clock())? {
        Ok(backend) => backend,
        Err(fault) => return refused(crate::text::snapshot::fault(args.lang, &fault)),
    };
    if backend.kind() != store.kind() {
        return refused(args.lang.text().snapshot.two_worlds.to_owned());
    }
    let spare = Spare::Ready(backend.abilities());
    let desk = Arc::new(QueueDesk::new(store.clone()));
    Ok((service.with_spare(Arc::new(backend), desk), spare))
}

fn open_spare(
    args: &Args,
    file: &Path,
    asked: open::Asked,
    clock: &Clock,
) -> Result<Result<Snapshot, SnapshotFault>, Stop> {
    // What can be told without the passphrase is told before it is asked for.
    match Header::read(file) {
        Err(fault) => return Ok(Err(fault)),
        Ok(header) if header.expires() <= clock() => {
            return Ok(Err(SnapshotFault::Expired(header.expires())));
        }
        Ok(_) => {}
    }
    let try_with = |passphrase| Snapshot::open(file, passphrase, clock.clone()).map(|(backend, _)| backend);
    match asked.as_ref().map(try_with) {
        None | Some(Err(SnapshotFault::WrongPassphrase)) => {
            let text = args.lang.text();
            let passphrase = ask::secret(text, text.snapshot.passphrase)?;
            Ok(try_with(&passphrase))
        }
        Some(opened) => Ok(opened),
    }
}

/// The store of this machine; people of the real world never meet a demo's.
fn beside(args: &Args, kind: Kind, passphrase: &Secret<String>) -> Result<Arc<Store>, Stop> {
    let demo = Args { demo: kind == Kind::Demo, ..args.clone() };
    let folder = open::folder(&demo);
    let found = match Store::header(&folder) {
        Err(StoreFault::Missing(_)) if kind == Kind::Demo => Store::create(&folder, None),
        Err(StoreFault::Missing(_)) => Store::create(&folder, Some(passphrase)),
        Err(fault) => Err(fault),
        Ok(header) if header.kind() != kind => {
            return Err(Stop::new(Exit::Refused, args.lang.text().snapshot.two_worlds));
        }
        Ok(_) if kind == Kind::Demo => Store::open(&folder, None),
        Ok(_) => match Store::open(&folder, Some(passphrase)) {
            Err(StoreFault::WrongPassphrase { .. }) => {
                let text = args.lang.text();
                let own = ask::secret(text, text.cli.passphrase)?;
                Store::open(&folder, Some(&own))
            }
            opened => opened,
        },
    };
    found.map(Arc::new).map_err(|fault| open::stop(args, &fault))
}

/// A failing snapshot, for the user.
pub fn stop(args: &Args, fault: &SnapshotFault) -> Stop {
    let exit = match fault {
        SnapshotFault::Missing(_) => Exit::NotFound,
        SnapshotFault::Expired(_) | SnapshotFault::Exists(_) => Exit::Refused,
        _ => Exit::Failed,
    };
    Stop::new(exit, crate::text::snapshot::fault(args.lang, fault))
}
