//! What the console asked for and has not got yet.

use guichet::app::effect::Slot;
use guichet::service::request::{Read, Write};

/// A question under way.
pub struct Question {
    pub slot: Slot,
    pub id: u64,
    pub read: Read,
    /// Nobody waits for it any more: its answer can only be a late one.
    pub dropped: bool,
}

/// Everything under way, oldest first.
#[derive(Default)]
pub struct UnderWay {
    pub questions: Vec<Question>,
    pub deeds: Vec<(u64, Write)>,
}

impl UnderWay {
    /// A new question; the one before it in its slot is dropped.
    pub fn ask(&mut self, slot: Slot, id: u64, read: Read) {
        self.drop_slot(slot);
        self.questions.push(Question { slot, id, read, dropped: false });
    }

    /// Nobody waits for this slot any more.
    pub fn drop_slot(&mut self, slot: Slot) {
        self.questions.iter_mut().filter(|asked| asked.slot == slot).for_each(|asked| asked.dropped = true);
    }

    /// Takes the question that waits in a slot.
    pub fn take(&mut self, slot: Slot) -> Question {
        let at = self.questions.iter().position(|asked| asked.slot == slot && !asked.dropped);
        self.questions.remove(at.unwrap_or_else(|| panic!("nothing asked in {slot:?}")))
    }

    /// Takes the oldest question of a slot that nobody waits for.
    pub fn take_dropped(&mut self, slot: Slot) -> Question {
        let at = self.questions.iter().position(|asked| asked.slot == slot && asked.dropped);
        self.questions.remove(at.unwrap_or_else(|| panic!("nothing dropped in {slot:?}")))
    }

    /// Takes any question that somebody waits for, the oldest first.
    pub fn take_any(&mut self) -> Option<Question> {
        let at = self.questions.iter().position(|asked| !asked.dropped)?;
        Some(self.questions.remove(at))
    }

    /// The slots that wait.
    pub fn slots(&self) -> Vec<Slot> {
        self.questions.iter().filter(|asked| !asked.dropped).map(|asked| asked.slot).collect()
    }
}
