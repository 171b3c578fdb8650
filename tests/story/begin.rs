//! The server did not answer at the login: the console begins on its snapshot.

use guichet::app::effect::{Slot, Timer};
use guichet::domain::moment::Span;
use guichet::text::Lang;
use guichet::ui::theme::Role;

use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::World;

const MARK: &str = "HORS LIGNE";

/// The server did not answer at the login, and the agent said to begin on the snapshot.
fn unmet() -> Story {
    let mut world = World::prepared();
    world.unmet = true;
    world.cable.cut();
    world.cable.ends_login();
    Story::on(world, Lang::Fr, looks::telling())
}

#[test]
fn a_console_that_never_met_its_server_begins_on_the_snapshot() {
    let mut story = unmet();
    story.sees_as(Role::Warn, MARK).sees("Hors ligne, sur l’instantané du 24/11/2026 08:03.");
    let calls = story.world.cable.calls();
    story.opens("cdupont").sees("DUPONT Claire").key("p").sees("Indisponible hors ligne");
    assert!(story.world.is_away());
    assert_eq!(story.world.cable.calls(), calls, "the server was asked nothing");
    assert!(story.alarms().contains(&Timer::Reach), "and is looked for");
    // The key that logs in calls the server first.
    story.key("f3").sees("Le serveur ne répond toujours pas.").sees(MARK).misses("Mot de passe");
}

#[test]
fn it_comes_back_by_itself_and_then_asks_for_the_login() {
    let mut story = unmet();
    story.types("dupont");
    story.world.cable.mend();
    story.waits(Span::secs(16)).misses(MARK).sees("F3").sees("dupont");
    assert!(!story.world.is_away());
    story
        .key("f3")
        .sees("Le serveur de clés ne vous connaît pas encore.")
        .types("mot de passé 12")
        .key("enter");
    story.sees("Connecté au serveur de clés.").sees("Dupont Claire").misses("F3 se");
    // Once met, a login that ends is one that ended.
    story.world.cable.ends_login();
    story.types(" cla").sees("Votre connexion au serveur est finie").key("f3");
    story.sees("Votre connexion au serveur de clés est finie.").types("mot de passé 12").key("enter");
    story.sees("Reconnecté.");
}

/// The answer to the offer took longer than the snapshot lived.
#[test]
fn a_snapshot_that_expired_before_the_first_screen_is_not_begun_on() {
    let mut world = World::prepared();
    world.unmet = true;
    world.cable.cut();
    world.set(world.now() + Span::minutes(70 * 60));
    let mut story = Story::on(world, Lang::Fr, looks::telling());
    story.sees("expiré").misses(MARK);
}

/// Before anything was asked of it: the agent is told, and the key stands in the footer.
#[test]
fn the_return_itself_says_that_a_login_is_wanted() {
    let mut story = unmet();
    story.world.cable.mend();
    story.withholds().waits(Span::secs(16)).answers(Slot::Reach).misses(MARK);
    story.sees("Le serveur répond de nouveau").sees("F3 se reconnecter");
}
