//! Marks of the screens, for Unicode terminals and for poor ones. Every mark is one column wide,
//! so that both sets give the same layout.

/// One set of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Whether the terminal is a poor one: all text is then spelled in ASCII too.
    pub ascii: bool,
    /// The selected row.
    pub pointer: char,
    /// Horizontal rule.
    pub rule: char,
    /// Vertical rule.
    pub wall: char,
    /// Where a vertical rule hangs from a horizontal one.
    pub tee_down: char,
    /// Where a vertical rule stands on a horizontal one.
    pub tee_up: char,
    /// Full part of the gauge.
    pub full: char,
    /// Empty part of the gauge.
    pub empty: char,
    /// A typed, hidden digit.
    pub hidden: char,
    /// A digit still to come.
    pub blank: char,
    /// Good.
    pub good: char,
    /// Bad.
    pub bad: char,
    /// Careful.
    pub warn: char,
    /// Not done yet.
    pub open: char,
    /// Between two parts of a line.
    pub dot: char,
    /// More than fits.
    pub more: char,
}

/// For every terminal of this century.
pub const UNICODE: Glyphs = Glyphs {
    ascii: false,
    pointer: '▸',
    rule: '─',
    wall: '│',
    tee_down: '┬',
    tee_up: '┴',
    full: '▮',
    empty: '▯',
    hidden: '●',
    blank: '_',
    good: '✓',
    bad: '✗',
    warn: '!',
    open: '○',
    dot: '·',
    more: '…',
};

/// For `--ascii`.
pub const ASCII: Glyphs = Glyphs {
    ascii: true,
    pointer: '>',
    rule: '-',
    wall: '|',
    tee_down: '+',
    tee_up: '+',
    full: '#',
    empty: '.',
    hidden: '*',
    blank: '_',
    good: '+',
    bad: 'x',
    warn: '!',
    open: 'o',
    dot: '-',
    more: '~',
};
