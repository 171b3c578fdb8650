//! The server's hour is over in the middle of a call: the agent logs in again, and nothing typed is lost.

use guichet::text::Lang;

use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::World;

const OVER: &str = "Votre connexion au serveur de clés est finie. Ce qui est saisi reste.";
const AGAIN: &str = "Reconnecté. Reprenez où vous en étiez.";

fn far() -> Story {
    Story::on(World::far(), Lang::Fr, looks::telling())
}

#[test]
fn a_search_goes_on_after_the_password() {
    let mut story = far();
    story.types("dupont").sees("Dupont Claire");
    story.world.cable.ends_login();
    story.types(" cl").sees(OVER).sees("Mot de passe, ou PIN et code");
    story.types("mot de passé 12").misses("passé").key("enter").sees(AGAIN).misses(OVER);
    story.sees("dupont cl").sees("Dupont Claire").types("aire").sees("dupont claire");
}

/// An agent with a key of his own: PIN first, then the code the server asks for, in its own words.
#[test]
fn a_pin_and_then_a_code_log_in_too() {
    let mut story = far();
    story.opens("cdupont");
    story.world.cable.ends_login();
    story.key("f5").sees(OVER).types("4821").key("enter").sees("please enter otp:").misses("\u{202e}");
    story
        .types("000000")
        .key("enter")
        .sees("refusé : le serveur ne dit pas lequel")
        .sees("Mot de passe, ou PIN");
    story.types("4821").key("enter").sees("please enter otp:").types("287082").key("enter").sees(AGAIN);
    story.sees("DUPONT Claire").misses(OVER);
}

#[test]
fn a_code_typed_when_the_hour_ended_is_still_there() {
    let mut story = far();
    story.opens("cdupont");
    let code = story.world.shown("103142718");
    story.world.cable.ends_login();
    story.tests(&code).sees(OVER);
    story.types("mot de passé 12").key("enter").sees(AGAIN).key("enter").sees("VALABLE");
}

#[test]
fn a_reason_typed_when_the_hour_ended_is_still_there() {
    let mut story = far();
    story.opens("cdupont").key("p").types("PIN oublié");
    story.world.cable.ends_login();
    story
        .confirms()
        .sees(OVER)
        .types("mot de passé 12")
        .key("enter")
        .sees("PIN oublié")
        .sees("Effacer le code PIN");
    story.confirms().sees("PIN effacé.");
}

/// Esc gives up for now; the next question to the server asks again.
#[test]
fn the_dialog_can_wait() {
    let mut story = far();
    story.opens("cdupont");
    story.world.cable.ends_login();
    story.key("f5").sees(OVER).key("esc").misses(OVER).sees("DUPONT Claire");
    story
        .key("f5")
        .sees(OVER)
        .types("faux")
        .key("enter")
        .sees("Attention aux essais")
        .key("esc")
        .key("f5")
        .sees(OVER);
    story.types("mot de passé 12").key("enter").sees(AGAIN);
}
