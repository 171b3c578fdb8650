//! The holder is told: what is said after an act, what waits, what was refused.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use guichet::domain::moment::Span;
use guichet::domain::notice::Notice;
use guichet::notify::{Reply, Route, RouteFault};
use guichet::text::Lang;
use guichet::ui::theme::Role;

use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::World;

/// A mail server that says what it is told to, then yes.
#[derive(Default)]
struct Server {
    fates: Mutex<VecDeque<RouteFault>>,
    taken: Mutex<Vec<Notice>>,
}

impl Route for Server {
    fn send(&self, notice: Notice) -> Reply<'_, ()> {
        let fate = self.fates.lock().unwrap().pop_front();
        if fate.is_none() {
            self.taken.lock().unwrap().push(notice);
        }
        Box::pin(async { fate.map_or(Ok(()), Err) })
    }
}

fn counter(fates: Vec<RouteFault>) -> (Story, Arc<Server>) {
    let server = Arc::new(Server { fates: Mutex::new(fates.into()), ..Server::default() });
    let story = Story::on(World::new().telling(Ok(server.clone())), Lang::Fr, looks::telling());
    (story, server)
}

fn told(story: &Story) -> Vec<String> {
    let entries = story.world.store().journal(20).unwrap();
    entries.into_iter().rev().filter_map(|entry| entry.told).map(|told| told.stored()).collect()
}

fn refused() -> RouteFault {
    RouteFault::Refused("550 5.1.1 \u{1b}[31mAdresse inconnue".to_owned())
}

#[test]
fn after_a_cleared_pin_one_line_says_where_the_holder_is_told() {
    let (mut story, server) = counter(vec![]);
    story.opens("cdupont").orders("p").sees_as(Role::Good, "PIN effacé.");
    story.sees("Le titulaire sera prévenu à c…t@ac-nantes.fr.");
    // It stays with the steps of the new PIN, when the strip at the foot has gone.
    story
        .key("f5")
        .sees_as(Role::Muted, "Le titulaire sera prévenu à c…t@ac-nantes.fr.")
        .misses("PIN effacé.");
    assert_eq!(server.taken.lock().unwrap().len(), 1);
    assert!(told(&story)[0].starts_with("sent "));
    story.misses("à envoyer");
}

#[test]
fn without_a_way_one_line_says_so_and_so_does_the_journal() {
    let mut story = Story::new();
    story.opens("cdupont").orders("p").sees("Titulaire non notifié");
    story.key("f5").sees_as(Role::Muted, "l’envoi des avis n’est pas configuré");
    assert_eq!(told(&story), ["not no-route"]);
    assert_eq!(story.deeds().count(), 0);
}

#[test]
fn what_only_shuts_says_nothing_of_the_holder() {
    let (mut story, server) = counter(vec![]);
    story.opens("cdupont").orders("l").sees("Clé suspendue.").misses("titulaire sera prévenu");
    story.orders("e").sees("Clé remise en service.").sees("Le titulaire sera prévenu");
    assert_eq!(server.taken.lock().unwrap().len(), 1);
}

#[test]
fn what_the_mail_server_refused_is_told_with_its_words_and_sent_again_by_a_key() {
    let (mut story, server) = counter(vec![refused()]);
    story.opens("cdupont").orders("p").sees_as(Role::Warn, "Un avis au titulaire n’est pas parti");
    // What was promised on the screen of the new PIN is taken back.
    story.sees("Nouveau code PIN").misses("titulaire sera prévenu");
    story.sees("1 à envoyer").key("f12").sees_as(Role::Warn, "refusé").sees("avis au titulaire");
    story.sees("Effacer le code PIN  cdupont").sees("Serveur de mail").sees("Adresse inconnue");
    story.sees("c…t@ac-nantes.fr").misses("claire.dupont@").misses("\u{1b}");
    assert_eq!(told(&story), ["refused"]);
    story.key("enter").sees("Un avis ne se corrige pas");
    story.key("r").sees("Rien n’attend").misses("à envoyer");
    assert_eq!(server.taken.lock().unwrap().len(), 1);
    assert!(told(&story)[0].starts_with("sent "));
}

#[test]
fn giving_a_notice_up_takes_the_key_twice_and_is_journalled() {
    let (mut story, server) = counter(vec![refused()]);
    story
        .opens("cdupont")
        .orders("p")
        .key("f12")
        .key("x")
        .sees("pour toujours")
        .key("x")
        .sees("Rien n’attend");
    story.misses("à envoyer");
    assert_eq!(story.world.journal().last().unwrap()[0], "give-up-notice");
    assert_eq!((server.taken.lock().unwrap().len(), told(&story)), (0, vec!["refused".to_owned()]));
}

/// A server that is down: the notice leaves by itself when it is back, and nobody has to look.
#[test]
fn a_notice_waits_for_its_server_and_leaves_by_itself() {
    let down = || RouteFault::Unsent("no connection".to_owned());
    let (mut story, server) = counter(vec![down(), down(), down()]);
    story.opens("cdupont").orders("p").sees("1 à envoyer").sees("Le titulaire sera prévenu");
    story.key("f12").sees("en attente").sees("Prochain essai").sees("pas de connexion").key("esc");
    story.waits(Span::minutes(5)).misses("à envoyer");
    assert_eq!(server.taken.lock().unwrap().len(), 1);
}

#[test]
fn in_english_too() {
    let server = Arc::new(Server::default());
    let mut story = Story::on(World::new().telling(Ok(server)), Lang::En, looks::telling());
    story.opens("cdupont").orders("p").sees("The holder will be told at c…t@ac-nantes.fr.");
    let mut story = Story::on(World::new(), Lang::En, looks::telling());
    story.opens("cdupont").orders("p").sees("Holder not told: no way to send.");
}

#[test]
fn offline_there_is_no_act_and_nobody_to_tell() {
    let mut story = Story::offline();
    story.opens("cdupont").key("p").misses("Titulaire").misses("titulaire sera");
    assert_eq!(story.world.store().notice_count().unwrap(), 0);
}
