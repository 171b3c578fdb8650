//! The tickets of the store that is measured: filed at the embedded desk, and in the book as a console would keep it.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use guichet::desk::local::LocalDesk;
use guichet::desk::{Change, Filing, Filter, TicketDesk, What};
use guichet::domain::moment::{Moment, Span};
use guichet::domain::ticket::{Book, Draft, Field, State, Uuid};
use guichet::store::{Store, StoreFault};

/// What tickets are about, each told of somebody.
const SUBJECTS: [&str; 12] = [
    "Clé OTP désynchronisée",
    "Code refusé depuis la rentrée",
    "PIN oublié après les congés",
    "Clé perdue dans le bus",
    "Écran de la clé éteint",
    "Nouvelle directrice, pas encore de clé",
    "Accès à la base élèves refusé",
    "Clé reçue par courrier, jamais activée",
    "Deux clés pour la même personne",
    "Le portail demande un code à chaque page",
    "Départ à la retraite, clé à rendre",
    "L’heure affichée n’est pas la bonne",
];

const NAMES: [&str; 10] =
    ["Dupont", "Lefèvre", "N’Diaye", "Müller", "Cohen", "Garcia", "Le Goff", "Traoré", "Nguyen", "Moreau"];

/// The subject of the ticket that changed last.
pub fn newest(tickets: usize) -> String {
    subject(tickets - 1)
}

fn subject(number: usize) -> String {
    // In different steps, so that every subject meets every name.
    let (what, who) = (SUBJECTS[number % SUBJECTS.len()], NAMES[number / 7 % NAMES.len()]);
    format!("{what} ({who} {number})")
}

/// Files so many tickets, one a minute until now, and keeps the book of them.
pub fn fill(folder: &Path, tickets: usize, now: Moment) -> Result<(), Box<dyn Error>> {
    let store = Arc::new(Store::open(folder, None)?);
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    // What waits for the disk at each ticket is not what is measured.
    store.read(|connection| Ok(connection.pragma_update(None, "synchronous", "OFF")?))?;
    for number in 0..tickets {
        let at = now - Span::minutes(i64::try_from(tickets - number)?);
        let desk = LocalDesk::new(store.clone(), Arc::new(move || at));
        let mut bytes = [0; 16];
        // In front: bits of the sixth byte say that a name is one.
        bytes[..8].copy_from_slice(&(number << 32).to_be_bytes());
        let mut draft = Draft::new(Uuid::from_random(bytes), "nantes");
        draft.login = format!("p{}", number % 3000);
        draft.set(Field::Subject, &subject(number));
        draft.set(Field::Description, "Ne reçoit plus rien depuis lundi, a déjà essayé deux fois.");
        let author = format!("agent{}", number % 20);
        let filing = Filing { draft, author: author.clone(), files: Vec::new() };
        let ticket = runtime.block_on(desk.file(filing))?;
        let change = |what| Change { ticket: ticket.clone(), seen: at, author: author.clone(), what };
        match number % 4 {
            1 => runtime.block_on(desk.change(change(What::Take)))?,
            2 => runtime.block_on(desk.change(change(What::State(State::Open))))?,
            _ => {}
        }
    }
    let desk = LocalDesk::new(store.clone(), Arc::new(move || now));
    let mut rows = Vec::new();
    for page in 0.. {
        let told = runtime.block_on(desk.list(Filter::default(), page))?;
        rows.extend(told.rows);
        if !told.more {
            break;
        }
    }
    store.keep_book(&desk.address(), &Book::new(rows), now)?;
    let carried = store.read(|connection| {
        Ok::<_, StoreFault>(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    });
    Ok(carried?)
}
