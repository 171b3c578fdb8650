//! The server's hour is over in the middle of a call: the agent logs in again, and nothing typed is lost.

use guichet::text::Lang;

use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::World;

const OVER: &str = "Votre connexion au serveur est finie : F3 vous reconnecte.";
const DIALOG: &str = "Votre connexion au serveur de clés est finie. Ce qui est saisi reste.";
const AGAIN: &str = "Reconnecté. Reprenez où vous en étiez.";

fn far() -> Story {
    Story::on(World::far(), Lang::Fr, looks::telling())
}

/// The dialog does not come by itself: a name typed on would be taken for a password.
#[test]
fn a_search_goes_on_after_the_password() {
    let mut story = far();
    story.types("dupont").sees("Dupont Claire").misses("F3");
    story.world.cable.ends_login();
    story.types(" cla").sees(OVER).misses(DIALOG).sees("F3 se reconnecter").sees("dupont cla");
    story
        .key("f3")
        .sees(DIALOG)
        .types("mot de passé 12")
        .misses("passé")
        .key("enter")
        .sees(AGAIN)
        .misses(DIALOG);
    story.sees("dupont cla").sees("Dupont Claire").types("ire").sees("dupont claire").misses("F3 se");
}

/// An agent with a key of his own: PIN first, then the code the server asks for, in its own words.
#[test]
fn a_pin_and_then_a_code_log_in_too() {
    let mut story = far();
    story.opens("cdupont");
    story.world.cable.ends_login();
    story
        .key("f5")
        .sees(OVER)
        .key("f3")
        .types("4821")
        .key("enter")
        .sees("please enter otp:")
        .misses("\u{202e}");
    story
        .types("000000")
        .key("enter")
        .sees("refusé : le serveur ne dit pas lequel")
        .sees("Mot de passe, ou PIN");
    story.types("4821").key("enter").sees("please enter otp:").types("287082").key("enter").sees(AGAIN);
    story.sees("DUPONT Claire").misses(DIALOG);
}

#[test]
fn a_code_typed_when_the_hour_ended_is_still_there() {
    let mut story = far();
    story.opens("cdupont");
    let code = story.world.shown("103142718");
    story.world.cable.ends_login();
    story.tests(&code).sees(OVER);
    story.key("f3").types("mot de passé 12").key("enter").sees(AGAIN).key("enter").sees("VALABLE");
}

#[test]
fn a_reason_typed_when_the_hour_ended_is_still_there() {
    let mut story = far();
    story.opens("cdupont").key("p").types("PIN oublié");
    story.world.cable.ends_login();
    story.confirms().sees(OVER).key("f3").types("mot de passé 12").key("enter");
    story.sees(AGAIN).sees("PIN oublié").sees("Effacer le code PIN").confirms().sees("PIN effacé.");
}

#[test]
fn the_dialog_can_wait_and_a_wrong_password_can_be_typed_again() {
    let mut story = far();
    story.opens("cdupont");
    story.world.cable.ends_login();
    story.key("f5").sees(OVER).key("f3").sees(DIALOG).key("esc").misses(DIALOG).sees("DUPONT Claire");
    story.key("f3").types("faux").key("enter").sees("Attention aux essais").sees(DIALOG);
    story.types("mot de passé 12").key("enter").sees(AGAIN);
}

#[test]
fn where_there_is_no_server_nobody_logs_in() {
    let mut story = Story::new();
    story.key("f3").sees("Cette console n’a pas de serveur où se connecter.").misses(DIALOG);
}
