#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::search::{Column, Entries};

const TABLES: &str = "CREATE TABLE directory (version INTEGER); INSERT INTO directory VALUES (1); \
    CREATE TABLE schools (id INTEGER PRIMARY KEY, uai TEXT, name TEXT, town TEXT, academy TEXT); \
    INSERT INTO schools VALUES (7, '0449001V', 'Collège des Trois-Rivières', 'Nantes', 'nantes'), \
        (9, '0440002A', 'École Zénith', 'Rezé', 'nantes'); \
    CREATE TABLE people (login TEXT PRIMARY KEY, family TEXT, given TEXT, mail TEXT, phone TEXT, role TEXT, \
        school INTEGER); \
    CREATE TABLE keys (serial TEXT PRIMARY KEY, holder TEXT); CREATE INDEX held ON keys (holder);";

const FAMILIES: [&str; 6] = ["Dupont", "Dupont-Lefèvre", "N’Diaye", "Élan", "dupont", "Dupontel"];

/// So many people in no order, many of one name; of every three, one without key and one with two.
fn store(people: usize) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(TABLES).unwrap();
    let person = "INSERT INTO people VALUES (?1, ?2, ?3, ?1 || '@ac-nantes.fr', '', 'Direction', ?4)";
    for number in 0..people {
        let mixed = number * 7_919 % people.max(1);
        let login = format!("p{mixed:05}");
        let (family, school) = (FAMILIES[mixed % FAMILIES.len()], [7, 9, 404][mixed % 3]);
        let given = format!("Zoé {}", mixed % 50);
        connection.prepare_cached(person).unwrap().execute((&login, family, given, school)).unwrap();
        for key in 0..number % 3 {
            let sql = "INSERT INTO keys VALUES (?1, ?2), ('stock' || ?1, NULL)";
            let serial = format!("{number:05}{key}");
            connection.prepare_cached(sql).unwrap().execute((serial, &login)).unwrap();
        }
    }
    connection
}

fn read(connection: &Connection) -> Directory {
    let mut directory = Directory::default();
    directory.refresh(connection).unwrap();
    directory
}

type Alone = (Entries, String, String);

/// Everybody as one entry each, with login and serials, in order by one sort of all of them.
fn all(connection: &Connection) -> Vec<Alone> {
    let sql = "SELECT login, family, given, mail, coalesce(group_concat(serial, ' '), ''), \
        coalesce(name, ''), coalesce(uai, '') FROM people LEFT JOIN keys ON holder = login LEFT JOIN schools ON id = school GROUP BY login";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| {
        let [login, family, given, mail, serials, name, uai] =
            std::array::from_fn(|at| row.get::<_, String>(at).unwrap());
        let mut entry = Entries::default();
        entry.push([&family, &given, &login, &mail, &serials, &name, &uai].map(|text| Column::Plain(text)));
        Ok((entry, login, serials))
    });
    let mut all: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
    all.sort_by_cached_key(|(entry, login, serials)| {
        (entry.text(0).to_vec(), login.clone(), serials.clone())
    });
    all
}

/// Login and serials of all who match, the best first.
fn one_by_one(all: &[Alone], query: &str) -> Vec<(String, String)> {
    let query = Query::new(query);
    let mut ranked: Vec<_> =
        all.iter().filter_map(|row| Some((row.0.ranked(&query).first()?.0, row))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, (_, login, serials))| (login.clone(), serials.clone())).collect()
}

#[test]
fn everybody_is_found_in_order_however_many_parts_there_are() {
    for people in [0, 1, PART, 2 * PART + 5, WORTH * PART, (WORTH + 1) * PART - 1] {
        let connection = store(people);
        let (directory, all) = (read(&connection), all(&connection));
        for text in ["dupont", "zoe 1", "rivieres", "p0", "000010", "nobody"] {
            let expected = one_by_one(&all, text);
            let found = directory.find(&Find { text: text.to_owned(), limit: usize::MAX });
            let hits: Vec<_> = found.hits.into_iter().map(|hit| (hit.person.login, hit.serials)).collect();
            assert_eq!((found.matching, found.people), (expected.len(), people));
            assert_eq!(hits, expected, "{text} among {people}");
            let first = directory.find(&Find { text: text.to_owned(), limit: 3 }).hits;
            let first: Vec<_> = first.into_iter().map(|hit| (hit.person.login, hit.serials)).collect();
            assert_eq!(first, expected[..expected.len().min(3)], "{text} among {people}");
        }
    }
}

#[test]
fn a_hit_is_the_person_as_stored() {
    let connection = store(1);
    let sql =
        "UPDATE people SET login = 'p' || char(31) || 'x', phone = '02 40', role = 'A' || char(31) || 'B'";
    connection.execute(sql, []).unwrap();
    connection.execute("INSERT INTO keys VALUES ('42', 'p' || char(31) || 'x')", []).unwrap();
    let found = read(&connection).find(&Find { text: "dupont".to_owned(), limit: 9 });
    let hit = &found.hits[0];
    let person = &hit.person;
    let shown = [&person.login, &person.family, &person.given, &person.mail, &person.phone, &person.role];
    assert_eq!(shown, ["p x", "Dupont", "Zoé 0", "p00000@ac-nantes.fr", "02 40", "A B"]);
    assert_eq!((person.school.uai.as_str(), hit.serials.as_str()), ("0449001V", "42"));
}

/// A reading that fails keeps what was read before.
#[test]
fn a_failing_store_leaves_the_directory_as_it_was() {
    let connection = store(5);
    let mut directory = read(&connection);
    connection.execute_batch("UPDATE directory SET version = 2; DROP TABLE keys").unwrap();
    assert!(directory.refresh(&connection).is_err());
    let found = directory.find(&Find { text: "zoe".to_owned(), limit: 9 });
    assert_eq!((found.matching, found.people), (5, 5));
}
