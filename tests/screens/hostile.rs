//! Any bytes in any field that comes from outside: nothing but characters that can be seen reaches
//! a cell, at any size, with and without Unicode.

use guichet::app::Looks;
use guichet::app::effect::Slot;
use guichet::backend::Fault;
use guichet::domain::moment::Span;
use guichet::service::request::{Answer, Outcome};
use guichet::store::drafts::Drafts;
use guichet::store::pictures::Completion;
use guichet::text::Lang;
use guichet::ui::glyphs::{ASCII, UNICODE};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use crate::scene::{Pool, may_be_seen, text};
use crate::sizes::{one_sentence, usable};
use crate::support_app::looks;
use crate::support_app::story::Story;

/// A console whose every answer is made up.
struct Stranger {
    story: Story,
    pool: Pool,
    ascii: bool,
    lang: Lang,
}

impl Stranger {
    fn new(pool: Pool, (width, height): (u16, u16), ascii: bool, lang: Lang) -> Self {
        let glyphs = if ascii { ASCII } else { UNICODE };
        let mut story = Story::with(lang, Looks { glyphs, ..looks::telling() });
        story.withholds().resizes(width, height);
        Self { story, pool, ascii, lang }
    }

    /// Looks at every cell.
    fn looked_at(&mut self) -> &mut Self {
        let grid = self.story.grid();
        for cell in grid.cells() {
            let symbol = cell.symbol();
            assert!(symbol.chars().all(may_be_seen), "{symbol:?} on\n{}", grid.text());
            assert!(symbol.width() <= 2, "{symbol:?} is wider than two columns");
            assert!(!self.ascii || symbol.is_ascii(), "{symbol:?} without Unicode on\n{}", grid.text());
        }
        let (width, height) = (grid.width(), grid.height());
        if !self.ascii && !usable(width, height) {
            one_sentence(grid, self.lang);
        }
        self
    }

    fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split(' ') {
            self.story.key(name);
            self.looked_at();
        }
        self
    }

    fn types(&mut self, text: &str) -> &mut Self {
        self.story.types(text);
        self.looked_at()
    }

    /// Answers a question if it was asked, with something made up.
    fn answered(&mut self, slot: Slot) -> &mut Self {
        if self.story.slots().contains(&slot) {
            let pool = &mut self.pool;
            let answer = match slot {
                Slot::Find => Answer::Found(pool.found()),
                Slot::Preview | Slot::Card => Answer::Card(Box::new(pool.card())),
                Slot::CardTickets => Answer::Tickets(pool.tickets()),
                Slot::Tickets => Answer::Book(pool.book()),
                Slot::Twins | Slot::TwinsAtDesk => Answer::Twins(pool.twins()),
                Slot::Pictures => Answer::Pictures(pool.pictures()),
                Slot::Completion => {
                    let (path, names) = (pool.text(), vec![pool.text(), pool.text()]);
                    Answer::Completed(Completion { typed: String::new(), path, names })
                }
                Slot::Places => Answer::Places(pool.places()),
                Slot::Stock => Answer::Stock(vec![pool.key(), pool.key()]),
                Slot::Follow => Answer::Events((0..4).map(|id| pool.event(id)).collect()),
                Slot::Loose => Answer::Loose(vec![pool.loose(), pool.loose()]),
                Slot::Drafts => Answer::Drafts(Drafts { whole: vec![pool.draft()], damaged: Vec::new() }),
                Slot::Outbox => Answer::Outbox(pool.outbox()),
                Slot::Jots => Answer::Jots(pool.jots()),
                Slot::Doubt => Answer::Doubt(None),
                Slot::Reach => Answer::Reached(Box::new(self.story.world.abilities())),
                Slot::FoundPart => Answer::FoundPart(Box::new(pool.part())),
                Slot::Ticket | Slot::News => Answer::Ticket(Box::new(pool.ticket())),
            };
            self.story.answers_with(slot, Ok(answer));
        }
        self.looked_at()
    }

    /// Ends the deed under way, if there is one, with words from outside.
    fn failed(&mut self) -> &mut Self {
        if self.story.deeds().next().is_some() {
            let fault = Fault::Broken(self.pool.text());
            self.story.does_with(Err(fault.into()));
        }
        self.looked_at()
    }

    /// The journal has an entry for the search.
    fn begun(&mut self) -> &mut Self {
        if self.story.deeds().next().is_some() {
            self.story.does_with(Ok(Outcome::HuntBegun(1)));
        }
        self.looked_at()
    }

    fn tested(&mut self) -> &mut Self {
        if self.story.deeds().next().is_some() {
            let verdict = self.pool.verdict();
            self.story.does_with(Ok(Outcome::Tested(Box::new(verdict))));
        }
        self.looked_at()
    }
}

/// Every screen once, with answers from the pool.
fn a_whole_call(call: &mut Stranger) {
    call.answered(Slot::Loose).answered(Slot::Drafts).answered(Slot::Find);
    call.story.waits(Span::millis(120));
    call.answered(Slot::Preview).keys("down down").types("a").answered(Slot::Find);
    call.story.waits(Span::millis(120));
    call.answered(Slot::Preview).keys("down enter").answered(Slot::Card).answered(Slot::CardTickets);
    call.keys("tab down t").types("123456").keys("enter").tested().keys("esc");
    call.answered(Slot::Card)
        .keys("a")
        .answered(Slot::Stock)
        .keys("down tab")
        .types("motif")
        .keys("enter")
        .failed();
    call.keys("esc s")
        .types("123456")
        .keys("enter")
        .types("654321")
        .keys("enter down enter")
        .failed()
        .keys("esc");
    call.keys("p down enter").failed().keys("esc f").answered(Slot::Follow).keys("esc");
    call.keys("n").answered(Slot::Twins).answered(Slot::TwinsAtDesk);
    call.keys("pagedown shift-tab").keys(&["tab"; 11].join(" ")).keys("f6").answered(Slot::Completion);
    call.keys("enter").answered(Slot::Pictures).keys("up ctrl-x down");
    call.keys("tab").types("x").keys("ctrl-s").failed().keys("? esc : esc esc");
    call.keys("f7").types("123456").keys("enter").begun().answered(Slot::FoundPart);
    call.answered(Slot::FoundPart).keys("down tab").failed().keys("esc f7").types("123456").keys("enter");
    call.begun().keys("esc esc");
    call.keys("f4")
        .answered(Slot::Tickets)
        .keys("down enter")
        .answered(Slot::Ticket)
        .keys("down pagedown enter");
    call.answered(Slot::Card).keys("f1");
}

fn sizes() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![Just((80, 24)), Just((40, 10)), (1_u16..=120, 1_u16..=40), (40_u16..=120, 10_u16..=40),]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_from_outside_hides_or_commands(
        pool in Pool::any(), size in sizes(), ascii in any::<bool>(), english in any::<bool>(),
    ) {
        let lang = if english { Lang::En } else { Lang::Fr };
        a_whole_call(&mut Stranger::new(pool, size, ascii, lang));
    }

    #[test]
    fn nothing_typed_or_pasted_hides_or_commands(pasted in text(), size in sizes()) {
        let mut story = Story::new();
        story.resizes(size.0, size.1);
        for keys in ["", "ctrl-u 1 0 3 1 4 2 7 1 8 enter p", "esc n", "tab tab", "esc t", "esc :"] {
            story.keys(keys).pastes(&pasted);
            for c in pasted.chars().take(20) {
                story.types(&c.to_string());
            }
            for cell in story.grid().cells() {
                prop_assert!(cell.symbol().chars().all(may_be_seen), "{:?} after {keys:?}", cell.symbol());
            }
        }
    }
}
