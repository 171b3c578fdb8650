//! Samples, what they amount to, and how they are told.

use std::fmt;

use serde_json::{Value as Json, json};

use super::budgets::BUDGETS;

/// Which value of a figure's samples a budget looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// The one in the middle: what is usual.
    Median,
    /// Only one sample in twenty is higher: what is still felt every day.
    P95,
    /// The highest: for what must never happen.
    Max,
}

/// A limit: figure, value, highest number allowed.
pub type Budget = (&'static str, Value, f64);

/// The budgets of one figure.
pub fn of(figure: &str) -> impl Iterator<Item = &'static Budget> {
    BUDGETS.iter().filter(move |(name, _, _)| *name == figure)
}

/// Every figure measured, in the order in which it first came.
#[derive(Default)]
pub struct Figures(Vec<Figure>);

struct Figure {
    name: String,
    unit: &'static str,
    /// Sorted.
    samples: Vec<f64>,
}

impl Figures {
    /// One more sample of a figure.
    pub fn add(&mut self, name: &str, unit: &'static str, sample: f64) {
        let known = self.0.iter().position(|figure| figure.name == name);
        let at = known.unwrap_or_else(|| {
            self.0.push(Figure { name: name.to_owned(), unit, samples: Vec::new() });
            self.0.len() - 1
        });
        let samples = &mut self.0[at].samples;
        samples.insert(samples.partition_point(|other| *other <= sample), sample);
    }

    /// How many budgets were not kept, a figure that was never measured included.
    pub fn over_budget(&self) -> usize {
        let kept = |budget: &&Budget| {
            let figure = self.0.iter().find(|figure| figure.name == budget.0);
            figure.is_some_and(|figure| figure.keeps(budget))
        };
        BUDGETS.len() - BUDGETS.iter().filter(kept).count()
    }

    /// The same for programs.
    pub fn json(&self, runs: u32, people: u32) -> Json {
        let figures: Vec<Json> = self.0.iter().map(Figure::json).collect();
        json!({ "size": "80x24", "runs": runs, "people": people, "figures": figures })
    }
}

impl Figure {
    fn value(&self, value: Value) -> f64 {
        let count = self.samples.len();
        match value {
            Value::Median => (self.samples[(count - 1) / 2] + self.samples[count / 2]) / 2.0,
            Value::P95 => self.samples[(count * 95).div_ceil(100) - 1],
            Value::Max => self.samples[count - 1],
        }
    }

    fn keeps(&self, (_, value, limit): &Budget) -> bool {
        self.value(*value) <= *limit
    }

    fn json(&self) -> Json {
        let budgets = of(&self.name).map(
            |budget| json!({ "value": name(budget.1), "limit": budget.2, "within": self.keeps(budget) }),
        );
        json!({
            "name": self.name,
            "unit": self.unit,
            "samples": self.samples.len(),
            "min": self.samples[0],
            "median": self.value(Value::Median),
            "p95": self.value(Value::P95),
            "max": self.value(Value::Max),
            "budgets": budgets.collect::<Vec<Json>>(),
        })
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heads = ("figure", "unit", "n", "min", "median", "p95");
        let (figure, unit, count, min, median, p95) = heads;
        writeln!(out, "{figure:34} {unit:4} {count:>4} {min:>9} {median:>9} {p95:>9}  budget")?;
        for figure in &self.0 {
            writeln!(out, "{figure}")?;
        }
        let missing = BUDGETS.iter().filter(|budget| !self.0.iter().any(|figure| figure.name == budget.0));
        for (name, _, _) in missing {
            writeln!(out, "{name:34} never measured")?;
        }
        Ok(())
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, unit, samples } = self;
        write!(out, "{name:34} {unit:4} {:4}", samples.len())?;
        // Counts have no unit and need no hundredths.
        let places = if unit.is_empty() { 1 } else { 2 };
        for value in [samples[0], self.value(Value::Median), self.value(Value::P95)] {
            write!(out, " {value:9.places$}")?;
        }
        for budget in of(name) {
            let verdict = if self.keeps(budget) { "within" } else { "OVER" };
            write!(out, "  {verdict} {} {}", budget.2, self::name(budget.1))?;
        }
        Ok(())
    }
}

fn name(value: Value) -> &'static str {
    match value {
        Value::Median => "median",
        Value::P95 => "p95",
        Value::Max => "max",
    }
}
