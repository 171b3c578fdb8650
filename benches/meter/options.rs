//! What a benchmark is told on its command line, and how it ends.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::*;

use super::figures::Figures;

/// What was told, or stands for what was not.
pub struct Options {
    /// How often everything is measured.
    pub runs: u32,
    /// What the benchmark counts besides, people or requests; at least so many.
    count: Option<Count>,
    json: Option<PathBuf>,
    strict: bool,
}

/// A number of its own that a benchmark takes.
pub struct Count {
    /// The option, without its dashes.
    pub name: &'static str,
    /// Its value.
    pub value: u32,
    /// The least with which every figure is measured.
    pub least: u32,
}

impl Options {
    /// Measures with what was told; an exit code of 2 for what cannot be.
    pub fn run(
        name: &str,
        usage: &str,
        defaults: (u32, Option<Count>),
        measure: impl FnOnce(Self) -> Result<ExitCode, Box<dyn Error>>,
    ) -> ExitCode {
        let measured = Self::read(defaults).map_err(Into::into).and_then(measure);
        measured.unwrap_or_else(|error| {
            let _ = writeln!(std::io::stderr(), "{name}: {error}\n{usage}");
            ExitCode::from(2)
        })
    }

    fn read((runs, count): (u32, Option<Count>)) -> Result<Self, lexopt::Error> {
        let mut options = Self { runs, count, json: None, strict: false };
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match (argument, &mut options.count) {
                (Long("runs"), _) => options.runs = parser.value()?.parse::<u32>()?.max(1),
                (Long("json"), _) => options.json = Some(parser.value()?.into()),
                (Long("strict"), _) => options.strict = true,
                // `cargo bench` tells every benchmark that it is one.
                (Long("bench"), _) => {}
                (Long(told), Some(count)) if told == count.name => {
                    count.value = parser.value()?.parse()?;
                    if count.value < count.least {
                        return Err(format!("--{}: at least {}", count.name, count.least).into());
                    }
                }
                (argument, _) => return Err(argument.unexpected()),
            }
        }
        Ok(options)
    }

    /// The number of its own.
    pub fn number(&self) -> u32 {
        self.count.as_ref().map_or(0, |count| count.value)
    }

    /// Tells the figures, those of so many people, if not of as many as were told; fails if a budget was not kept
    /// and that was asked for.
    pub fn end(
        self,
        figures: &Figures,
        people: Option<u32>,
        out: &mut impl Write,
    ) -> Result<ExitCode, Box<dyn Error>> {
        write!(out, "{figures}")?;
        let people = people.unwrap_or_else(|| self.number());
        if let Some(file) = self.json {
            std::fs::write(file, format!("{:#}\n", figures.json(self.runs, people)))?;
        }
        let failed = self.strict && figures.over_budget() > 0;
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}
