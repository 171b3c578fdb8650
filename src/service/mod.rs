//! The one way to the world for the screens and for the command line: reads go through, writes are
//! journalled before and after.

pub mod draw;
mod journalled;
pub mod load;
pub mod notices;
pub mod request;
pub mod tickets;
pub mod twins;
mod words;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::backend::{Clock, Fault, Login, LoginStep, TokenBackend};
use crate::desk::sender::Sender;
use crate::desk::{Filing, TicketDesk};
use crate::domain::notice::Why;
use crate::domain::ticket::{Draft, Parcel, Uuid};
use crate::store::drafts::DraftFault;
use crate::store::outbox::{Outbox, Waiting};
use crate::store::pictures::{attached, complete, look};
use crate::store::{Store, StoreFault, vault};
use journalled::{hunt_word, outcome_word};
use notices::Way;
use request::{Answer, Failure, Fate, Outcome, Read, Write};
use tickets::Shelf;

/// Who is asked: a token backend and the desk that goes with it.
#[derive(Clone)]
struct Side {
    backend: Arc<dyn TokenBackend>,
    desk: Arc<dyn TicketDesk>,
    book: Arc<Shelf>,
    /// The book is kept between starts.
    keeps: bool,
}

/// Backend, desk and store of one console, and who sits at it.
///
/// A console may have a second side to turn to while the server cannot be reached. Reads and writes
/// go to the side in use when they are called for, and end on it.
#[derive(Clone)]
pub struct Service {
    own: Side,
    spare: Option<Side>,
    /// The spare side is in use. Shared by all copies.
    away: Arc<AtomicBool>,
    store: Arc<Store>,
    clock: Clock,
    agent: String,
    desk_login: Option<String>,
    /// The way to the holders.
    way: Way,
}

impl Service {
    /// Puts them together.
    pub fn new(
        backend: Arc<dyn TokenBackend>,
        desk: Arc<dyn TicketDesk>,
        store: Arc<Store>,
        clock: Clock,
        agent: String,
    ) -> Self {
        let own = Side { backend, desk, book: Arc::default(), keeps: true };
        Self {
            own,
            spare: None,
            away: Arc::default(),
            store,
            clock,
            agent,
            desk_login: None,
            way: Err(Why::NoRoute),
        }
    }

    /// The same with a side to turn to, see [`Service::turn`].
    #[must_use]
    pub fn with_spare(self, backend: Arc<dyn TokenBackend>, desk: Arc<dyn TicketDesk>) -> Self {
        Self { spare: Some(Side { backend, desk, book: Arc::default(), keeps: false }), ..self }
    }

    /// From now on the spare side is asked, or its own again. Without a spare nothing changes.
    pub fn turn(&self, away: bool) {
        self.away.store(away && self.spare.is_some(), Ordering::SeqCst);
    }

    /// The token backend of the console's own side, for what it can do.
    pub fn backend(&self) -> &dyn TokenBackend {
        self.own.backend.as_ref()
    }

    /// The ticket desk of the console's own side, to log in to.
    pub fn desk(&self) -> &dyn TicketDesk {
        self.own.desk.as_ref()
    }

    /// The token backend of the spare side, for what it can do.
    pub fn spare(&self) -> Option<&dyn TokenBackend> {
        self.spare.as_ref().map(|side| side.backend.as_ref())
    }

    fn side(&self) -> Side {
        match &self.spare {
            Some(spare) if self.away.load(Ordering::SeqCst) => spare.clone(),
            _ => self.own.clone(),
        }
    }

    /// The name that the agent logs in with at the desk, as typed at the start. It may be another one than at
    /// the console: tried with a wrong one, somebody else's account is locked.
    pub fn with_desk_login(self, login: String) -> Self {
        Self { desk_login: Some(login), ..self }
    }

    fn desk_login(&self) -> &str {
        let own = self.agent.split(" (").next().unwrap_or_default();
        self.desk_login.as_deref().unwrap_or(own)
    }

    /// Who sits at the console.
    pub fn agent(&self) -> &str {
        &self.agent
    }

    /// The clock that everything goes by: the server's, where there is one.
    pub fn clock(&self) -> Clock {
        self.clock.clone()
    }

    /// Answers a question. Whom it asks is settled by the call, not by the first poll.
    pub fn read(&self, read: Read) -> impl Future<Output = Result<Answer, Failure>> + Send + use<> {
        let (own, side) = (self.clone(), self.side());
        async move { own.read_from(side, read).await }
    }

    async fn read_from(&self, side: Side, read: Read) -> Result<Answer, Failure> {
        let Side { backend, desk, .. } = &side;
        // The server is looked for even when the time of what stands in for it is over.
        if !matches!(read, Read::Reach) {
            self.in_time(backend.as_ref())?;
        }
        Ok(match read {
            Read::Find(find) => Answer::Found(backend.find(find).await?),
            Read::Card(login) => Answer::Card(Box::new(backend.card(login).await?)),
            Read::Stock(part) => Answer::Stock(backend.stock(part).await?),
            Read::Follow { login, after } => Answer::Events(backend.follow(login, after).await?),
            Read::Loose => Answer::Loose(backend.loose().await?),
            Read::Tickets { filter, page } => Answer::Tickets(desk.list(filter, page).await?),
            Read::Places => Answer::Places(desk.places().await?),
            Read::Book(None) => Answer::Book(self.known(&side).await?),
            Read::Book(Some(page)) => Answer::Book(self.page(&side, page).await?),
            Read::Twins(like) => Answer::Twins(self.twins_known(like).await?),
            Read::TwinsAtDesk(like) => Answer::Twins(self.twins_told(&side, like).await?),
            Read::Pictures(paths) => {
                let seen = self.on_disk(move |_| Ok::<_, StoreFault>(look(paths, &home())));
                Answer::Pictures(seen.await?)
            }
            Read::Complete(typed) => {
                let done = self.on_disk(move |_| Ok::<_, StoreFault>((complete(&typed, &home()), typed)));
                let (done, path) = done.await?;
                Answer::Completed(done.map_err(|why| Failure::Picture { path, why })?)
            }
            Read::Ticket(id) => Answer::Ticket(Box::new(self.ticket(&side, id).await?)),
            Read::Doubt => Answer::Doubt(backend.doubt().await?),
            Read::Key(serial) => Answer::Key(Box::new(backend.key(serial).await?)),
            Read::FoundPart { hunt, from } => {
                // A snapshot has seeds of its own; a server's are in the vault of this machine or nowhere.
                let part = match backend.found_part(hunt.clone(), from).await? {
                    Some(part) => part,
                    None => self.on_disk(move |own| own.store.found_part(&hunt, from)).await?,
                };
                Answer::FoundPart(Box::new(part))
            }
            Read::Outbox => {
                let waiting = self.on_disk(|own| {
                    let (waiting, notices) = (own.store.waiting()?, own.store.notices()?);
                    Ok::<_, StoreFault>(Outbox { notices, ..waiting })
                });
                Answer::Outbox(waiting.await?)
            }
            Read::Drafts => Answer::Drafts(self.on_disk(|own| own.store.drafts(&own.agent)).await?),
            Read::Jots => Answer::Jots(self.on_disk(|own| own.store.jots(&own.agent)).await?),
            Read::Reach => {
                self.own.backend.reach().await?;
                Answer::Reached(Box::new(self.own.backend.abilities()))
            }
        })
    }

    /// Once a snapshot's time is over nothing is shown, not even what was written about its people.
    fn in_time(&self, backend: &dyn TokenBackend) -> Result<(), Fault> {
        match backend.abilities().snapshot {
            Some(dated) if dated.is_over((self.clock)()) => Err(Fault::Expired { at: dated.expires }),
            _ => Ok(()),
        }
    }

    /// Does something. An act that cannot be journalled is not done; an outcome that cannot be
    /// journalled is still told, since hiding it would be worse. It ends on the side where it began.
    pub fn write(&self, write: Write) -> impl Future<Output = Result<Outcome, Failure>> + Send + use<> {
        let (own, side) = (self.clone(), self.side());
        async move { own.write_to(side, write).await }
    }

    async fn write_to(&self, side: Side, write: Write) -> Result<Outcome, Failure> {
        match write {
            Write::SaveDraft(draft) => Ok(self.on_disk(move |own| own.save_draft(&draft)).await?),
            Write::DropDraft(uuid) => {
                self.on_disk(move |own| own.store.drop_draft(&uuid)).await?;
                Ok(Outcome::Dropped)
            }
            Write::SaveJot(jot) => Ok(self.on_disk(move |own| own.save_jot(&jot)).await?),
            Write::DropJot(uuid) => {
                self.on_disk(move |own| own.store.drop_jot(&uuid)).await?;
                Ok(Outcome::Dropped)
            }
            Write::KeepLook(look) => {
                self.on_disk(move |own| own.store.keep_look(&own.agent, &look, (own.clock)())).await?;
                Ok(Outcome::Looks)
            }
            Write::DropLook(uuid) => {
                self.on_disk(move |own| own.store.drop_look(&own.agent, &uuid)).await?;
                Ok(Outcome::Looks)
            }
            Write::Deliver => self.deliver(side.desk).await,
            Write::Tell => self.tell(side.backend.as_ref()).await,
            // A search is questions, not a deed: its journal has a beginning and an end of its own.
            Write::BeginHunt(hunt) => {
                let intent = self.hunt_intent(&hunt);
                let begun = self.on_disk(move |own| own.store.journal_begin((own.clock)(), &intent));
                Ok(Outcome::HuntBegun(begun.await.map_err(Failure::Journal)?))
            }
            Write::EndHunt { entry, end } => {
                let word = hunt_word(end);
                self.on_disk(move |own| own.store.journal_end(entry, (own.clock)(), &word)).await?;
                Ok(Outcome::HuntEnded)
            }
            journalled => self.journalled(side, journalled).await,
        }
    }

    /// No text is lost to another console: where it was there first, this one gets a new name.
    fn save_draft(&self, draft: &Draft) -> Result<Outcome, DraftFault> {
        let now = (self.clock)();
        match self.store.save_draft(&self.agent, draft, now) {
            Ok(at) => Ok(Outcome::Saved { at, renamed: None }),
            Err(DraftFault::Conflict { .. } | DraftFault::Gone) => {
                let uuid = Uuid::from_random(vault::random()?);
                let draft = Draft { uuid: uuid.clone(), saved: None, ..draft.clone() };
                let at = self.store.save_draft(&self.agent, &draft, now)?;
                Ok(Outcome::Saved { at, renamed: Some(uuid) })
            }
            Err(fault) => Err(fault),
        }
    }

    async fn carry_out(
        &self,
        Side { backend, desk, book, .. }: Side,
        write: Write,
    ) -> Result<Outcome, Failure> {
        Ok(match write {
            Write::Act { order, .. } => {
                let (act, serial) = (order.act, order.serial.clone());
                let caution = backend.act(order).await?;
                Outcome::Acted { act, serial, caution, telling: None }
            }
            Write::Test { test, .. } => Outcome::Tested(Box::new(backend.test(test).await?)),
            Write::File(draft) => self.file(desk, *draft).await?,
            Write::Say { remark, seen } => self.say(desk, *remark, seen).await?,
            Write::Refer { remark, seen, queue } => self.refer(desk, *remark, seen, queue).await?,
            Write::Change { tickets, what } => self.change((desk.as_ref(), &book), tickets, what).await,
            Write::Outbox { uuid, what: Fate::Mend } => {
                let mended = self.on_disk(move |own| own.store.take_back(&uuid, &own.agent, (own.clock)()));
                Outcome::Mended(mended.await?.map(Box::new))
            }
            Write::Outbox { uuid, what: Fate::Again } => {
                self.on_disk(move |own| own.store.again(&uuid, (own.clock)())).await?;
                self.deliver(desk).await?
            }
            Write::Outbox { uuid, what: Fate::GiveUp } => {
                self.on_disk(move |own| own.store.give_up(&uuid)).await?;
                Outcome::GivenUp
            }
            Write::Notice { uuid, what } => self.notice_fate(backend.as_ref(), uuid, what).await?,
            Write::Carry { uuid, number } => self.carry(desk, uuid, number).await?,
            Write::EnterDesk(password) => {
                let desk = &self.own.desk;
                desk.log_in(self.desk_login().to_owned(), password).await?;
                Outcome::DeskEntered(desk.abilities())
            }
            Write::LogIn { secret, transaction } => {
                let server = &self.own.backend;
                match server.log_in(Login { agent: String::new(), secret, transaction }).await? {
                    LoginStep::In => Outcome::LoggedIn(Box::new(server.abilities())),
                    LoginStep::More { transaction, question } => Outcome::LoginAsks { transaction, question },
                }
            }
            Write::SaveDraft(_)
            | Write::DropDraft(_)
            | Write::SaveJot(_)
            | Write::DropJot(_)
            | Write::KeepLook(_)
            | Write::DropLook(_)
            | Write::Deliver
            | Write::Tell
            | Write::BeginHunt(_)
            | Write::EndHunt { .. } => Outcome::Dropped,
        })
    }

    /// Into the outbox, then to the desk at once.
    async fn file(&self, desk: Arc<dyn TicketDesk>, draft: Draft) -> Result<Outcome, Failure> {
        let uuid = draft.uuid.clone();
        let takes_files = desk.abilities().files > 0;
        self.on_disk(move |own| own.put_by(draft, takes_files)).await?;
        self.post(desk, uuid).await
    }

    /// Puts a ticket into the outbox with its pictures, read now: the files may be gone when it leaves.
    fn put_by(&self, draft: Draft, takes_files: bool) -> Result<(), Failure> {
        let files = match takes_files {
            true => attached(&draft.attachments, &draft.prints, &home())
                .map_err(|(path, why)| Failure::Picture { path, why })?,
            false => Vec::new(),
        };
        Ok(self.store.queue(&self.agent, &Parcel::Ticket(draft), &files, (self.clock)())?)
    }

    /// Keeps a ticket that the agent carried to a page, and takes it out of the outbox.
    async fn carry(&self, desk: Arc<dyn TicketDesk>, uuid: Uuid, number: String) -> Result<Outcome, Failure> {
        let name = uuid.clone();
        let found = self.on_disk(move |own| {
            let waits = own.store.waiting()?.whole.into_iter().find(|one| *one.parcel.uuid() == name);
            Ok::<_, StoreFault>((waits, own.store.outbox_files(&name)?))
        });
        let (Some(Waiting { parcel: Parcel::Ticket(draft), agent: author, .. }), files) = found.await? else {
            return Ok(Outcome::Dropped);
        };
        let id = desk.carried(Filing { draft, author, files }, number.clone()).await?;
        let kept = id.clone();
        self.on_disk(move |own| own.store.delivered(&uuid, &kept, (own.clock)(), None)).await?;
        Ok(Outcome::Carried { id, number })
    }

    fn sender(&self, desk: Arc<dyn TicketDesk>) -> Sender {
        Sender::new(self.store.clone(), desk, self.clock.clone())
    }

    /// Hands what waits to the desk. What was asked for is in the journal since it was filed; now the
    /// journal learns where it went.
    async fn deliver(&self, desk: Arc<dyn TicketDesk>) -> Result<Outcome, Failure> {
        Ok(Outcome::Delivered(self.sender(desk).telling(self.agent.clone()).round(None).await?))
    }

    /// Runs disk work off the screen's thread.
    async fn on_disk<T, F>(&self, work: impl FnOnce(&Self) -> Result<T, F> + Send + 'static) -> Result<T, F>
    where
        T: Send + 'static,
        F: From<StoreFault> + Send + 'static,
    {
        let own = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&own)).await;
        done.unwrap_or_else(|fault| Err(StoreFault::Disk(fault.to_string()).into()))
    }
}

/// What `~` stands for in the path of a picture.
fn home() -> PathBuf {
    std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default()
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
