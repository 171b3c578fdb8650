//! How a message reaches the layers, and how layers come and go.

use super::App;
use super::cx::{Cx, Go};
use super::effect::{Effect, Timer};
use crate::screens::Layer;

impl App {
    /// A covered layer whose work is done goes from under what covers it.
    pub(super) fn go_covered(&mut self, at: usize, ways: &mut Vec<Go>, effects: &mut Vec<Effect>) {
        for way in std::mem::take(ways) {
            let mut left = match way {
                Go::Back => self.layers.remove(at),
                Go::Replace(layer) => std::mem::replace(&mut self.layers[at], layer),
                other => {
                    ways.push(other);
                    continue;
                }
            };
            self.with(effects, &mut Vec::new(), |_, cx| left.screen().left(cx));
        }
    }

    /// Changes layers once a message is handled.
    pub(super) fn go(&mut self, way: Go, effects: &mut Vec<Effect>) {
        self.dirty = true;
        match way {
            Go::Back if self.layers.len() > 1 => {
                let mut left = self.layers.pop();
                self.with(effects, &mut Vec::new(), |_, cx| {
                    if let Some(layer) = &mut left {
                        layer.screen().left(cx);
                    }
                });
                self.enter(effects);
            }
            Go::Back => {}
            Go::Push(layer) => {
                if !layer.seen().floats() {
                    effects.extend(Timer::SEEN.map(Effect::Sleep));
                }
                self.layers.push(layer);
                self.enter(effects);
            }
            Go::Replace(layer) => {
                self.go(Go::Back, effects);
                self.go(Go::Push(layer), effects);
            }
            Go::Run(action) => {
                self.go(Go::Back, effects);
                let mut ways = Vec::new();
                self.act(action, effects, &mut ways);
                for way in ways {
                    self.go(way, effects);
                }
            }
        }
    }

    pub(super) fn enter(&mut self, effects: &mut Vec<Effect>) {
        let mut ways = Vec::new();
        self.with_front(effects, &mut ways, |layer, cx| {
            layer.screen().entered(cx);
            true
        });
    }

    pub(super) fn front(
        &mut self,
        effects: &mut Vec<Effect>,
        ways: &mut Vec<Go>,
        work: impl FnOnce(&mut Layer, &mut Cx) -> bool,
    ) {
        let changed = self.with_front(effects, ways, work);
        self.dirty |= changed;
    }

    pub(super) fn with_front(
        &mut self,
        effects: &mut Vec<Effect>,
        ways: &mut Vec<Go>,
        work: impl FnOnce(&mut Layer, &mut Cx) -> bool,
    ) -> bool {
        self.with(effects, ways, |layers, cx| layers.last_mut().is_some_and(|layer| work(layer, cx)))
    }

    /// Every layer, front first; a `true` makes the screen dirty. What nobody sees needs no drawing.
    pub(super) fn each(
        &mut self,
        effects: &mut Vec<Effect>,
        ways: &mut Vec<Go>,
        mut work: impl FnMut(&mut Layer, &mut Cx) -> bool,
    ) {
        let changed = self.with(effects, ways, |layers, cx| {
            let mut changed = false;
            for layer in layers.iter_mut().rev() {
                let own = work(layer, cx);
                changed |= own && !cx.covered;
                cx.covered |= !layer.seen().floats();
            }
            changed
        });
        self.dirty |= changed;
    }

    /// The layers and the context of one message.
    pub(super) fn with<T>(
        &mut self,
        effects: &mut Vec<Effect>,
        ways: &mut Vec<Go>,
        work: impl FnOnce(&mut [Layer], &mut Cx) -> T,
    ) -> T {
        let mut cx = Cx {
            now: self.now,
            size: self.size,
            session: &self.session,
            writing: !self.writing.is_empty(),
            covered: false,
            effects,
            ids: &mut self.ids,
            asked: &mut self.asked,
            ways,
            notice: &mut self.notice,
            about: None,
        };
        work(&mut self.layers, &mut cx)
    }
}
