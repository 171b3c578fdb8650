//! Effects become tasks; their answers come back as messages.

use std::collections::HashMap;
use std::io;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::AbortHandle;

use super::ends;
use super::terminal::Screen;
use crate::app::effect::{Effect, Slot, Timer};
use crate::app::msg::Msg;
use crate::service::Service;

/// What is under way: one read a slot, one alarm a timer, and any number of writes, which nothing
/// stops.
pub struct Effects {
    service: Service,
    sender: UnboundedSender<Msg>,
    reads: HashMap<Slot, AbortHandle>,
    alarms: HashMap<Timer, AbortHandle>,
}

impl Effects {
    /// Nothing under way; messages come out of the receiver.
    pub fn new(service: Service) -> (Self, UnboundedReceiver<Msg>) {
        let (sender, receiver) = unbounded_channel();
        (Self { service, sender, reads: HashMap::new(), alarms: HashMap::new() }, receiver)
    }

    /// A way to send messages from elsewhere.
    pub fn sender(&self) -> UnboundedSender<Msg> {
        self.sender.clone()
    }

    /// Starts what the model asks for; `true` if it asks to end.
    pub fn run(&mut self, effects: Vec<Effect>, screen: &mut Screen) -> io::Result<bool> {
        let end = effects.iter().any(ends);
        for effect in effects {
            match effect {
                Effect::Ask { slot, id, read } => {
                    let (asked, sender) = (self.service.read(read), self.sender.clone());
                    let task = tokio::spawn(async move {
                        let result = asked.await;
                        let _ = sender.send(Msg::Answer { slot, id, result });
                    });
                    replace(&mut self.reads, slot, Some(task.abort_handle()));
                }
                Effect::Forget(slot) => replace(&mut self.reads, slot, None),
                Effect::Do { id, write } => {
                    let (deed, sender) = (self.service.write(write), self.sender.clone());
                    tokio::spawn(async move {
                        let result = deed.await;
                        let _ = sender.send(Msg::Done { id, result });
                    });
                }
                Effect::Wake { timer, after } => {
                    let sender = self.sender.clone();
                    let task = tokio::spawn(async move {
                        tokio::time::sleep(Duration::from_millis(after)).await;
                        let _ = sender.send(Msg::Woke(timer));
                    });
                    replace(&mut self.alarms, timer, Some(task.abort_handle()));
                }
                Effect::Sleep(timer) => replace(&mut self.alarms, timer, None),
                Effect::Turn { away } => self.service.turn(away),
                Effect::Copy(clip) => screen.copy(&clip)?,
                Effect::Mouse(on) => screen.mouse(on)?,
                Effect::Quit => {}
            }
        }
        Ok(end)
    }
}

/// Puts a task in a place and stops the one that was there.
fn replace<K: std::hash::Hash + Eq>(tasks: &mut HashMap<K, AbortHandle>, key: K, task: Option<AbortHandle>) {
    let before = match task {
        Some(task) => tasks.insert(key, task),
        None => tasks.remove(&key),
    };
    if let Some(before) = before {
        before.abort();
    }
}
