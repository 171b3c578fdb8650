//! How each screen is reached, on a demo store with a fixed clock.

use guichet::desk::{Filing, TicketDesk};
use guichet::domain::delivery::{Course, Stage as Way};
use guichet::domain::moment::Span;
use guichet::domain::ticket::{Draft, Field, Parcel, Uuid};

use crate::support_app::story::Story;
use crate::support_app::world::{PIN, STEP};

/// A screen: its name and the way to it from the search.
pub type Stage = (&'static str, fn(&mut Story));

/// Every screen that is pictured, in the order of a call.
pub const STAGES: &[Stage] = &[
    ("home", home),
    ("hits", hits),
    ("nobody", nobody),
    ("card", card),
    ("card-two-keys", two_keys),
    ("card-no-key", no_key),
    ("card-forbidden-act", forbidden),
    ("code", code),
    ("verdict-valid", valid),
    ("verdict-far", far),
    ("verdict-locked", locked),
    ("verdict-passcode", passcode),
    ("verdict-other-key", other_key),
    ("verdict-few-tries", few_tries),
    ("clear-pin", clear_pin),
    ("read-again", read_again),
    ("resync", resync),
    ("replace", replace),
    ("follow", follow),
    ("form", form),
    ("form-secret", secret),
    ("form-twin", twin),
    ("form-files", files),
    ("page", page),
    ("page-number", page_number),
    ("found-start", found_start),
    ("found-one-code", found_one_code),
    ("found-two-codes", found_two_codes),
    ("found-crowd", found_crowd),
    ("found-nothing", found_nothing),
    ("found-searching", found_searching),
    ("tickets", tickets),
    ("ticket", ticket),
    ("tickets-lacking", tickets_lacking),
    ("ticket-lacking", ticket_lacking),
    ("words", words),
    ("ready-reply", ready_reply),
    ("not-otp", not_otp),
    ("view-name", view_name),
    ("view-own", view_own),
    ("outbox", outbox),
    ("help", help),
    ("palette", palette),
];

/// The same for a console whose server stops answering and that has a snapshot to turn to.
pub const FAR: &[Stage] = &[
    ("line-silent", silent),
    ("line-silent-dialog", silent_dialog),
    ("line-away", away),
    ("line-away-dialog", away_dialog),
    ("line-away-stranger", away_stranger),
    ("line-away-verdict", away_verdict),
    ("line-away-follow", away_follow),
    ("line-back", back),
];

fn silent(story: &mut Story) {
    story.opens("cdupont").key("t").types("032").world.cable.cut();
    story.keys("f2").waits(Span::minutes(4));
}

fn silent_dialog(story: &mut Story) {
    story.opens("cdupont").key("p").types("PIN oublié").key("enter").world.cable.cut();
    story.keys("~ enter");
}

fn away(story: &mut Story) {
    silent(story);
    story.key("f2");
}

fn away_dialog(story: &mut Story) {
    silent_dialog(story);
    story.keys("f2 enter");
}

/// Somebody who is not in the snapshot.
fn away_stranger(story: &mut Story) {
    story.opens("gmorvan").world.cable.cut();
    story.keys("f5 f2 down");
}

fn away_verdict(story: &mut Story) {
    story.opens("cdupont").world.cable.cut();
    let digits = story.world.shown("103142718");
    story.keys("f5 f2").tests(&digits);
}

fn away_follow(story: &mut Story) {
    story.opens("cdupont").keys("p down enter ~ enter").waits(STEP).world.cable.cut();
    story.keys("f5 f2 down");
}

fn back(story: &mut Story) {
    away(story);
    story.world.cable.mend();
    story.waits(Span::secs(16));
}

/// The cursor rests: the card beside is read.
fn rests(story: &mut Story) {
    story.waits(Span::millis(120));
}

fn home(story: &mut Story) {
    rests(story);
}

fn hits(story: &mut Story) {
    story.types("dupo").keys("down down down");
    rests(story);
}

fn nobody(story: &mut Story) {
    story.types("zzyzx");
}

fn card(story: &mut Story) {
    story.opens("cdupont");
}

fn two_keys(story: &mut Story) {
    story.opens("tmullerfaure").key("tab");
}

fn no_key(story: &mut Story) {
    story.opens("hcaumartin");
}

fn forbidden(story: &mut Story) {
    story.opens("mkerbrat").key("p");
}

fn code(story: &mut Story) {
    story.opens("cdupont").key("t").types("032");
}

fn valid(story: &mut Story) {
    tested(story, "cdupont", "103142718", 0);
}

fn far(story: &mut Story) {
    tested(story, "gmorvan", "103144025", 0);
}

fn locked(story: &mut Story) {
    tested(story, "slegoff", "103143377", 0);
}

/// The longest verdict: a PIN read aloud, a drift to mend, a code to wait for.
fn passcode(story: &mut Story) {
    let digits = story.world.shown_in("103142718", 2);
    story.opens("cdupont").tests(&format!("{PIN}{digits}"));
}

fn tested(story: &mut Story, login: &str, serial: &str, steps: i64) {
    let digits = story.world.shown_in(serial, steps);
    story.opens(login).tests(&digits);
}

fn clear_pin(story: &mut Story) {
    story.opens("cdupont").keys("p enter");
}

fn read_again(story: &mut Story) {
    story.opens("cdupont").keys("p down enter");
}

/// A caller who holds a key that was replaced.
fn other_key(story: &mut Story) {
    tested(story, "tmullerfaure", "103141358", 0);
}

/// A caller with one try left.
fn few_tries(story: &mut Story) {
    tested(story, "jgoncalves", "103140866", 0);
}

fn resync(story: &mut Story) {
    story.opens("gmorvan").key("s").types("032848").key("tab").types("11");
}

fn replace(story: &mut Story) {
    story.opens("lwisniewski").keys("r down tab").types("fin de validité");
}

/// Two steps taken, then a code typed a second time.
fn follow(story: &mut Story) {
    let (login, serial) = ("cdupont", "103142718");
    story.opens(login).keys("p down enter ~ enter").waits(STEP);
    let digits = story.world.shown(serial);
    story.world.logs_in(login, &digits);
    story.world.creates_pin(login, serial);
    story.world.logs_in(login, &format!("{PIN}{digits}"));
    story.key("f5").waits(Span::secs(12));
}

fn form(story: &mut Story) {
    story.opens("cdupont").key("n").types("9h-12h").key("tab").types("cod").keys("tab");
    story.types("L’écran affiche « code refusé » depuis ce matin.\nMême chose après redémarrage.");
    story.waits(Span::millis(400));
}

fn secret(story: &mut Story) {
    story.opens("cdupont").key("n").types("9h-12h").key("tab").types("PASSCODE refusé").key("tab");
    story.types("Elle a tapé 4576032848.");
}

/// A ticket about the same key is two days old, and another waits to leave.
fn twin(story: &mut Story) {
    let now = story.world.now();
    story.opens("cdupont").key("n").types("9h-12h").key("tab").types("Connexion refusée").key("tab");
    story.types("Le code est refusé depuis ce matin.").key("tab").types("Aucun").key("ctrl-s");
    story.world.set(now + Span::days(2));
    story.key("n").types("9h-12h");
}

/// Pictures, one of which is none.
fn files(story: &mut Story) {
    let folder = tempfile::tempdir().unwrap();
    story.opens("cdupont").key("n").keys(&["tab"; 6].join(" "));
    for (name, content) in
        [("écran de connexion.png", "\u{89}"), ("notes.txt", "mot"), ("page.pdf", "%PDF-1.7")]
    {
        let path = folder.path().join(name);
        let png = content == "\u{89}";
        std::fs::write(&path, if png { &b"\x89PNG\r\n\x1a\n"[..] } else { content.as_bytes() }).unwrap();
        story.types(path.to_str().unwrap()).key("enter");
    }
    story.keys("up up");
}

/// A ticket on its way to a web page, two fields of it done.
fn page(story: &mut Story) {
    let now = story.world.now();
    let mut draft = Draft::new(Uuid::from_random([4; 16]), "nantes");
    draft.login = "cdupont".to_owned();
    draft.set(Field::Name, "Claire Dupont");
    draft.set(Field::Mail, "claire.dupont@ac-nantes.fr");
    draft.set(Field::Phone, "02 61 91 62 29");
    draft.set(Field::Subject, "Clé refusée depuis mardi");
    let said =
        "L’écran affiche « code refusé » depuis ce matin, sur les deux postes du secrétariat et à la maison.";
    draft.set(Field::Description, &format!("{said}\nMême chose après redémarrage."));
    let (store, uuid) = (story.world.store(), draft.uuid.clone());
    store.queue("m.durand", &Parcel::Ticket(draft), &[], now).unwrap();
    let course = Course { stage: Way::Page, tries: 1, due: now };
    store.set_course(&uuid, course, "http://assistance.ac-nantes.fr").unwrap();
    story.keys("f12 p enter enter down down");
}

fn page_number(story: &mut Story) {
    page(story);
    story.keys("ctrl-end").types("ASSIST-2026/0417");
}

fn found_start(story: &mut Story) {
    story.key("f7").types("032");
}

fn found_one_code(story: &mut Story) {
    let digits = story.world.shown("103142718");
    story.key("f7").types(&digits).key("enter");
}

fn found_two_codes(story: &mut Story) {
    found_one_code(story);
    let digits = story.waits(STEP).world.shown("103142718");
    story.types(&digits).key("enter");
}

/// One code in the widest window: strangers among the leads.
fn found_crowd(story: &mut Story) {
    let digits = story.world.shown_in("103141358", 2);
    story.key("f7").types(&digits).keys("enter tab tab down");
}

/// Two codes that no key shows one after the other.
fn found_nothing(story: &mut Story) {
    found_one_code(story);
    let digits = story.world.shown_in("103142718", -3);
    story.types(&digits).key("enter");
}

fn found_searching(story: &mut Story) {
    found_one_code(story);
    story.withholds().key("tab").does();
}

fn tickets(story: &mut Story) {
    for (login, subject) in [
        ("cdupont", "PASSCODE refusé depuis la rentrée"),
        ("gmorvan", "Clé décalée de neuf minutes, à resynchroniser sur place avec le référent"),
        ("endiaye", "Première connexion"),
    ] {
        story.opens(login).key("n").types("9h-12h").key("tab").types(subject).key("tab");
        story.types("Constaté au téléphone avec l’appelant.").key("tab").types("Aucun").key("ctrl-s");
        story.keys("esc esc").waits(Span::minutes(7));
    }
    story.keys("f4 down");
}

fn ticket(story: &mut Story) {
    tickets(story);
    story.key("enter");
}

/// Three of another desk's agents beside those of a card: two lack something.
fn tickets_lacking(story: &mut Story) {
    let all = [
        (1, "Clé refusée depuis mardi au collège des Mouettes", "9h-12h", ""),
        (2, "Première connexion", "", ""),
        (3, "Applications absentes du portail", "14h-16h", "103142718"),
    ];
    for (byte, subject, hours, serial) in all {
        let mut draft = Draft::new(Uuid::from_random([byte; 16]), "nantes");
        draft.login = "cdupont".to_owned();
        for (field, answer) in [
            (Field::Name, "Claire Dupont"),
            (Field::Post, "principale adjointe, Collège des Trois-Rivières"),
            (Field::Mail, "claire.dupont@ac-nantes.fr"),
            (Field::Phone, "02 61 91 62 29"),
            (Field::Hours, hours),
            (Field::Subject, subject),
            (Field::Description, "Elle ne sait plus quoi faire."),
            (Field::Errors, "aucun"),
            (Field::Accounts, "cdupont"),
            (Field::Serial, serial),
        ] {
            draft.set(field, answer);
        }
        let filing = Filing { draft, author: "p.martin".to_owned(), files: Vec::new() };
        story.world.desk(|desk| desk.file(filing.clone())).unwrap();
        story.waits(Span::minutes(7));
    }
    story.key("f4");
}

fn ticket_lacking(story: &mut Story) {
    tickets_lacking(story);
    story.keys("down enter");
}

fn words(story: &mut Story) {
    ticket_lacking(story);
    story.key("c").types("Rappelée deux fois, sans réponse.").key("enter").types("Nouvel essai à 14 h.");
    story.waits(Span::millis(400));
}

fn ready_reply(story: &mut Story) {
    words(story);
    story.keys("f6 down");
}

fn not_otp(story: &mut Story) {
    tickets_lacking(story);
    story.keys("enter o");
}

fn view_name(story: &mut Story) {
    tickets_lacking(story);
    story.keys("tab /").types("connexion").keys("enter s").types("À rappeler");
}

fn view_own(story: &mut Story) {
    view_name(story);
    story.keys("enter esc shift-tab shift-tab");
}

/// One that the desk refused, one whose answer is lost, one that waits.
fn outbox(story: &mut Story) {
    let now = story.world.now();
    let all = [
        (1, Way::Refused, "Clé refusée depuis mardi", "La file « OTP » n’accepte plus de tickets."),
        (2, Way::Unknown, "Code PIN oublié", ""),
        (3, Way::Waiting, "Première connexion", "connexion refusée"),
    ];
    for (byte, stage, subject, words) in all {
        let mut draft = Draft::new(Uuid::from_random([byte; 16]), "nantes");
        draft.login = "cdupont".to_owned();
        draft.set(Field::Subject, subject);
        let (store, uuid) = (story.world.store(), draft.uuid.clone());
        store
            .queue("m.durand", &Parcel::Ticket(draft), &[], now - Span::minutes(90 / i64::from(byte)))
            .unwrap();
        let course = Course { stage, tries: u32::from(byte), due: now + Span::minutes(2) };
        store.set_course(&uuid, course, words).unwrap();
    }
    story.key("f12");
}

fn help(story: &mut Story) {
    story.opens("cdupont").key("?");
}

fn palette(story: &mut Story) {
    story.opens("cdupont").key(":").types("re").key("down");
}
