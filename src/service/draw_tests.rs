#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use tempfile::TempDir;

use super::*;
use crate::backend::local::Local;
use crate::backend::{Abilities, Caution, Clock, Find, Found, Order, Part, Reply, Test};
use crate::domain::key::{Key, Life, Serial};
use crate::domain::moment::{Moment, Span};
use crate::domain::person::{Card, Event, Loose};
use crate::domain::verdict::Verdict;
use crate::keyfile::{people, pskc};
use crate::text::Lang;

const NOW: Moment = Moment::from_secs(1_795_514_600);

/// A store with the invented academy, and its backend.
fn academy(folder: &TempDir, people: usize) -> (Arc<Store>, Local) {
    let store = Store::create(folder.path(), None).unwrap();
    let made = crate::demo::academy(crate::demo::SEED, people, NOW);
    store
        .import_keys(
            &pskc::read(made.keys_pskc.expose().as_bytes(), &crate::keyfile::Unlock::None, &false.into())
                .rows,
            NOW,
        )
        .unwrap();
    store.import_people(&people::read(made.people_csv.as_bytes()).rows, NOW).unwrap();
    let store = Arc::new(store);
    let clock: Clock = Arc::new(|| NOW);
    (store.clone(), Local::new(store, clock))
}

fn drawn(
    backend: &dyn TokenBackend,
    store: &Store,
    scope: Scope,
    seeds: bool,
    folder: &TempDir,
) -> Result<Header, DrawFault> {
    let passphrase = Secret::new("une phrase de passe".to_owned());
    let label =
        Label { scope: "essai".into(), agent: "m.durand".into(), made: NOW, expires: NOW + Span::days(3) };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let file = folder.path().join("portee.snap");
    runtime.block_on(draw(backend, store, (scope, seeds), &passphrase, (&file, label)))
}

#[test]
fn an_academy_of_several_pages_is_drawn_whole() {
    let folder = TempDir::new().unwrap();
    let (store, backend) = academy(&folder, 2_000);
    let count: i64 = store
        .read(|connection| {
            let sql =
                "SELECT count(*) FROM people p JOIN schools s ON s.id = p.school WHERE s.academy = 'nantes'";
            Ok(connection.query_row(sql, [], |row| row.get(0))?)
        })
        .unwrap();
    assert!(count > 250, "more than one page: {count}");
    let header = drawn(&backend, &store, Scope::Academies(vec!["nantes".into()]), false, &folder).unwrap();
    assert_eq!((header.people, header.seeds), (count as u64, 0));
}

#[test]
fn too_many_seeds_nobody_and_a_cut_scope_are_refused_and_leave_no_file() {
    let folder = TempDir::new().unwrap();
    let (store, backend) = academy(&folder, 2_000);
    let many = drawn(&backend, &store, Scope::Academies(vec!["nantes".into()]), true, &folder);
    assert!(matches!(many, Err(DrawFault::TooManySeeds(found)) if found > SEEDS_MAX));
    let nobody = drawn(&backend, &store, Scope::Academies(vec!["atlantide".into()]), false, &folder);
    assert!(matches!(nobody, Err(DrawFault::Empty)));
    let cut = drawn(&Altered(backend, cut), &store, Scope::Academies(vec!["nantes".into()]), false, &folder);
    let Err(fault @ DrawFault::Cut(1000)) = cut else { panic!("drawn all the same") };
    let told = [Lang::Fr, Lang::En].map(|lang| crate::text::snapshot::not_drawn(lang, &fault));
    assert!(told.iter().all(|words| words.contains("1\u{a0}000")), "the limit is named: {told:?}");
    assert!(!folder.path().join("portee.snap").exists());
}

/// A server that hides what is beyond its limit.
fn cut(part: Part) -> Part {
    Part { cut: Some(1000), ..part }
}

/// A serial that this machine's vault has never seen.
const UNKNOWN: &str = "999000111";

/// A server that knows other states than the store beside it, and a key more.
fn otherwise(mut part: Part) -> Part {
    for card in &mut part.cards {
        for key in &mut card.keys {
            (key.life, key.last_step, key.drift, key.fails) = (Life::Suspended, Some(77), 3, 4);
        }
        let unknown = |key: &Key| Key { serial: Serial::parse(UNKNOWN).unwrap(), ..key.clone() };
        if card.person.login == "cdupont" {
            card.keys.extend(card.keys.first().map(unknown));
        }
    }
    part
}

/// States are the server's, seeds this machine's own, and the two meet by the serial.
#[test]
fn states_come_from_the_server_and_seeds_from_the_vault() {
    let folder = TempDir::new().unwrap();
    let (store, backend) = academy(&folder, 60);
    let scope = Scope::Schools(vec!["0449001V".into()]);
    let header = drawn(&Altered(backend, otherwise), &store, scope, true, &folder).unwrap();
    assert_eq!(header.keys, header.seeds + 1, "the vault has all but one");
    let passphrase = Secret::new("une phrase de passe".to_owned());
    let (_, image, _) =
        crate::store::snapshot::open(&folder.path().join("portee.snap"), &passphrase, NOW).unwrap();
    let keys = image.read(|connection| rows::keys_of(connection, "cdupont")).unwrap();
    assert!(keys.len() > 1);
    for key in keys {
        assert_eq!((key.life, key.last_step, key.drift, key.fails), (Life::Suspended, Some(77), 3, 4));
        let serial = key.serial.as_str();
        let seed = |of: &Store| of.read(|connection| rows::seed(of, connection, serial));
        match serial {
            UNKNOWN => {
                assert_eq!(image.read(|connection| rows::has_seed(connection, serial)).unwrap(), Some(false))
            }
            _ => assert!(seed(&image).unwrap().expose() == seed(&store).unwrap().expose()),
        }
    }
}

/// The embedded backend with pages as another server would give them.
struct Altered(Local, fn(Part) -> Part);

impl TokenBackend for Altered {
    fn abilities(&self) -> Abilities {
        self.0.abilities()
    }
    fn find(&self, find: Find) -> Reply<'_, Found> {
        self.0.find(find)
    }
    fn card(&self, login: String) -> Reply<'_, Card> {
        self.0.card(login)
    }
    fn key(&self, serial: String) -> Reply<'_, Key> {
        self.0.key(serial)
    }
    fn stock(&self, part: String) -> Reply<'_, Vec<Key>> {
        self.0.stock(part)
    }
    fn follow(&self, login: String, after: i64) -> Reply<'_, Vec<Event>> {
        self.0.follow(login, after)
    }
    fn loose(&self) -> Reply<'_, Vec<Loose>> {
        self.0.loose()
    }
    fn act(&self, order: Order) -> Reply<'_, Option<Caution>> {
        self.0.act(order)
    }
    fn test(&self, test: Test) -> Reply<'_, Verdict> {
        self.0.test(test)
    }
    fn draw(&self, scope: Scope, after: String) -> Reply<'_, Part> {
        let part = self.0.draw(scope, after);
        let alter = self.1;
        Box::pin(async move { Ok(alter(part.await?)) })
    }
}
