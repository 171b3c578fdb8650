//! `--json`: one value on standard output, nothing else, always of the same shape.

use guichet::desk::PAGE;
use serde_json::Value;

use crate::hostile::file_by_hand;
use crate::program::{Home, Ran, code_asked};

/// The names and kinds of a value: `{"a": int, "b": [str]}`. Of a list the first element counts.
fn shape(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "bool".to_owned(),
        Value::Number(number) if number.is_i64() => "int".to_owned(),
        Value::Number(_) => "float".to_owned(),
        Value::String(_) => "str".to_owned(),
        Value::Array(items) => format!("[{}]", items.first().map_or_else(String::new, shape)),
        Value::Object(fields) => {
            let fields: Vec<_> =
                fields.iter().map(|(name, value)| format!("{name}: {}", shape(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

#[track_caller]
fn assert_shape(ran: &Ran, expected: &str) -> Value {
    assert_eq!(ran.err, "", "nothing but the answer");
    let value = ran.json();
    assert_eq!(shape(&value), expected);
    value
}

const HIT: &str = "{academy: str, family: str, given: str, login: str, mail: str, role: str, school: str, \
    serials: [str], uai: str}";

#[test]
fn a_search() {
    let home = Home::demo();
    let found = assert_shape(
        &home.run(&["search", "claire dupont", "--json"]),
        &format!("{{cut: bool, hits: [{HIT}], matching: int, people: int}}"),
    );
    assert_eq!((found["matching"].as_i64(), found["people"].as_i64()), (Some(1), Some(22)));
    assert_eq!(found["hits"][0]["serials"][0], "103142718");
    let nobody = assert_shape(
        &home.run(&["search", "zzz", "--json"]),
        "{cut: bool, hits: [], matching: int, people: int}",
    );
    assert_eq!(nobody["matching"], 0);
}

#[test]
fn a_card() {
    const KEY: &str = "{drift: int, expires: int, fails: int, kind: str, last_step: int, last_step_at: int, \
        life: str, max_fails: int, pin: str, serial: str, standing: str, starts: int}";
    const EVENT: &str = "{at: int, by: str, serial: str, step: int, what: str}";
    const SCHOOL: &str = "{academy: str, name: str, town: str, uai: str}";
    let home = Home::demo();
    let card = assert_shape(
        &home.run(&["show", "cdupont", "--json"]),
        &format!(
            "{{events: [{EVENT}], family: str, given: str, keys: [{KEY}], login: str, mail: str, notes: [], \
             phone: str, role: str, school: {SCHOOL}}}"
        ),
    );
    let key = &card["keys"][0];
    let words = ["serial", "life", "pin", "standing", "kind"].map(|name| key[name].as_str().unwrap());
    assert_eq!(words, ["103142718", "active", "set", "usable", "TOTP 6/60"]);
    // A key never used has no last step, and says so.
    let fresh = home.run(&["show", "endiaye", "--json"]).json();
    assert_eq!(fresh["keys"][0]["last_step"], Value::Null);
    assert_eq!(fresh["keys"][0]["pin"], "to-create");
}

#[test]
fn a_test() {
    const TESTED: &str = "{as_of: null, clock_doubt: null, evidence: str, finding: str, headline: str, next_code_at: int, pin_disclosed: bool, \
        say: str, serial: str, todo: str, valid: bool, verdict: str}";
    let home = Home::demo();
    let code = home.code("103142718", 0);
    let first = home.ask(&["test", "cdupont", "--json"], &[(&code_asked(6), code.expose())]);
    let first = assert_shape(&first, TESTED);
    assert_eq!((first["valid"].as_bool(), first["pin_disclosed"].as_bool()), (Some(true), Some(false)));
    let passcode = format!("4576{}", code.expose());
    let again =
        assert_shape(&home.ask(&["test", "cdupont", "--json"], &[(&code_asked(6), &passcode)]), TESTED);
    assert_eq!((again["verdict"].as_str(), again["valid"].as_bool()), (Some("used"), Some(false)));
    assert_eq!(again["pin_disclosed"], true);
}

#[test]
fn a_virtual_key() {
    let home = Home::demo();
    let clock = assert_shape(
        &home.run(&["fob", "103142718", "--json"]),
        "{code: str, period: int, seconds_left: int, serial: str}",
    );
    let left = clock["seconds_left"].as_i64().unwrap();
    assert!((1..=60).contains(&left) && clock["period"] == 60, "{clock}");
    let button = home.run(&["fob", "103148830", "--json"]);
    assert_shape(&button, "{code: str, period: null, seconds_left: null, serial: str}");
}

#[test]
fn tickets_and_the_journal() {
    const ROW: &str = "{changed: int, created: int, id: str, owner: str, queue: str, requester: str, state: str, \
        subject: str}";
    const ENTRY: &str = "{act: str, agent: str, at: int, id: int, login: str, outcome: str, reason: str, serial: str, \
        told: null}";
    let home = Home::demo();
    assert_shape(&home.run(&["ticket", "list", "--json"]), "{more: bool, tickets: [], total: int}");
    assert_shape(&home.run(&["journal", "--json"]), "[]");
    let fields = [
        "subject=Clé bloquée",
        "description=La clé affiche six chiffres.",
        "hours=9 h à 12 h",
        "errors=Identification refusée",
    ];
    let new: Vec<_> =
        ["ticket", "new", "cdupont", "--json", "--agent", "m.durand"].into_iter().chain(fields).collect();
    let filed = assert_shape(&home.run(&new), "{id: str, unkept: []}");
    let id = filed["id"].as_str().unwrap();

    let list = format!("{{more: bool, tickets: [{ROW}], total: int}}");
    let list = assert_shape(&home.run(&["ticket", "list", "--json"]), &list);
    assert_eq!(
        (&list["tickets"][0]["id"], &list["tickets"][0]["requester"]),
        (&filed["id"], &"cdupont".into())
    );
    let ticket = home.run(&["ticket", "show", id, "--json"]).json();
    let names: Vec<_> = ticket.as_object().unwrap().keys().collect();
    assert_eq!(names, ["author", "fields", "id", "notes", "requester", "state", "subject", "unkept"]);
    assert_eq!((&ticket["author"], &ticket["subject"]), (&"m.durand".into(), &"Clé bloquée".into()));

    let journal = assert_shape(&home.run(&["journal", "--json"]), &format!("[{ENTRY}]"));
    let entry = &journal[0];
    assert_eq!((entry["act"].as_str(), entry["agent"].as_str()), (Some("file-ticket"), Some("m.durand")));
    assert_eq!(entry["outcome"], format!("filed {id}"));
}

#[test]
fn imports_and_their_refusals() {
    let home = Home::demo();
    let good = home.file("good.csv", "login;family;given;mail\nnew;Nouveau;Nils;n@ac-nantes.fr\n");
    let done =
        assert_shape(&home.run(&["people", "import", &good, "--json"]), "{imported: int, updated: int}");
    assert_eq!((done["imported"].as_i64(), done["updated"].as_i64()), (Some(1), Some(0)));
    let bad = home.file("bad.csv", "login;family;given;mail\nnew;;Nils;n@ac-nantes.fr\n");
    let ran = home.run(&["people", "import", &bad, "--json"]);
    assert_eq!(ran.code, 1);
    let refused = "{imported: int, refused: [{line: int, name: str, reason: str, words: str}]}";
    let refused = assert_shape(&ran, refused);
    assert_eq!((refused["refused"][0]["line"].as_i64(), refused["imported"].as_i64()), (Some(2), Some(0)));
}

/// An import of keys answers in one shape, whatever became of it.
#[test]
fn imports_of_keys() {
    let home = Home::demo();
    let told = "{line: int, name: str, reason: str, words: str}";
    let shape = |new: &str, same: &str, replaced: &str, refused: &str| {
        format!(
            "{{dry_run: bool, form: str, imported: int, new: [{new}], refused: [{refused}], replaced: [{replaced}], \
             same: [{same}], updated: [], warned: []}}"
        )
    };
    let file = home.file("keys.csv", "777001,313233,totp,6,60\n777002,313234,hotp,6,5\n");
    let import = |more: &[&str]| home.run(&[&["keys", "import", &file, "--json"], more].concat());
    let trial = assert_shape(&import(&["--dry-run"]), &shape("str", "", "", ""));
    assert_eq!((trial["imported"].as_i64(), trial["dry_run"].as_bool()), (Some(0), Some(true)));
    let done = assert_shape(&import(&[]), &shape("str", "", "", ""));
    assert_eq!((done["imported"].as_i64(), done["form"].as_str()), (Some(2), Some("oath-csv")));
    assert_shape(&import(&[]), &shape("", "str", "", ""));
    let other = home.file("keys.csv", "777001,313239,totp,6,60\nbad,,totp\n");
    let ran = home.run(&["keys", "import", &other, "--json"]);
    let refused = assert_shape(&ran, &shape("", "", "", told));
    let words: Vec<_> =
        refused["refused"].as_array().unwrap().iter().map(|one| one["reason"].as_str()).collect();
    assert_eq!((ran.code, words), (1, vec![Some("missing-secret"), Some("serial-exists")]));
    let ran = home.run(&["keys", "import", &other, "--json", "--replace", "--partial"]);
    let done = assert_shape(&ran, &shape("", "", "{holder: null, serial: str}", told));
    assert_eq!((ran.code, done["imported"].as_i64()), (6, Some(1)));
}

#[test]
fn a_list_of_keys() {
    const KEY: &str = "{expires: int, holder: str, kind: str, life: str, maker: str, serial: str, standing: str, \
        starts: int}";
    let home = Home::demo();
    let list = home.run(&["keys", "list", "--holder", "cdupont", "--json"]);
    let list = assert_shape(&list, &format!("{{keys: [{KEY}], total: int}}"));
    assert_eq!((list["total"].as_i64(), &list["keys"][0]["serial"]), (Some(1), &"103142718".into()));
    assert!(!home.run(&["keys", "list", "--json"]).out.contains("seed"));
}

/// More than a page of the desk: none is left out without a word.
#[test]
fn a_list_of_tickets_has_all_pages() {
    let home = Home::demo();
    (0..PAGE + 3).for_each(|at| file_by_hand(&home, &format!("Objet {at}"), "accueil"));
    let listed = home.run(&["ticket", "list"]).out;
    assert_eq!(listed.matches("Objet ").count() as u32, PAGE + 3, "{listed}");
    let told = home.run(&["ticket", "list", "--json"]).json();
    assert_eq!(told["tickets"].as_array().unwrap().len() as u32, PAGE + 3);
    assert_eq!((&told["more"], &told["total"]), (&false.into(), &(PAGE + 3).into()));
}
