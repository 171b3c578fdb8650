//! What the agent sees, and what the story knows besides.

use guichet::app::line::Line;
use guichet::ui::theme::Role;

use super::grid::{Grid, words};
use super::story::Story;

impl Story {
    /// What is drawn.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The text is on the screen, broken over lines or not.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> &mut Self {
        assert!(self.shows(text), "no {text:?} on\n{}", self.grid.text());
        self
    }

    /// The text is not on the screen.
    #[track_caller]
    pub fn misses(&mut self, text: &str) -> &mut Self {
        assert!(!self.shows(text), "{text:?} is on\n{}", self.grid.text());
        self
    }

    /// The text is on the screen and every cell of it has that role.
    #[track_caller]
    pub fn sees_as(&mut self, role: Role, text: &str) -> &mut Self {
        assert_eq!(
            self.grid.role(text),
            Some(role),
            "{text:?} on\n{}\n{}",
            self.grid.text(),
            self.grid.map()
        );
        self
    }

    /// Whether the text is on the screen.
    pub fn shows(&self, text: &str) -> bool {
        self.grid.words().contains(&words(text))
    }

    /// The notice line.
    pub fn notice(&self) -> &str {
        self.app.notice().map_or("", |notice| &notice.text)
    }

    /// What the console knows of the way to the server.
    pub fn line(&self) -> Line {
        self.app.line()
    }

    /// How many layers there are.
    pub fn layers(&self) -> usize {
        self.app.layers().len()
    }

    /// Keys pressed so far.
    pub fn pressed(&self) -> usize {
        self.pressed
    }

    /// Whether the mouse is on.
    pub fn mouse(&self) -> bool {
        self.mouse
    }

    /// Whether the program has ended.
    pub fn ended(&self) -> bool {
        self.ended
    }
}
