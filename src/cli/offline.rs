//! `--offline FILE`: the same console and commands over a snapshot.
//!
//! Journal, drafts and waiting tickets go into the store of this machine. Where there is none it is
//! made, opened by the snapshot's own passphrase, so that one phrase is enough on site.

use std::path::Path;
use std::sync::Arc;

use super::args::Args;
use super::{Exit, Stop, ask, open};
use crate::backend::snapshot::Snapshot;
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
    let desk = Arc::new(QueueDesk::new(store.clone(), open::clock()));
    let agent = open::agent(args, &store);
    Ok((Service::new(Arc::new(backend), desk, store.clone(), open::clock(), agent), store))
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
