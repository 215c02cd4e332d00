//! The words behind a command, and the numbers among them.

use super::command::Refusal;
use crate::paging::{LinearAddress, PhysicalAddress};
use core::str::SplitAsciiWhitespace;

/// What is left of a line.
pub struct Arguments<'a> {
    text: &'a str,
    words: SplitAsciiWhitespace<'a>,
}

impl<'a> Arguments<'a> {
    /// The words of a text.
    pub fn new(text: &'a str) -> Arguments<'a> {
        Arguments { text, words: text.split_ascii_whitespace() }
    }

    /// Everything behind the command as it was typed.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The next word, if there is one.
    pub fn word(&mut self) -> Option<&'a str> {
        self.words.next()
    }

    /// The next word, which must be there.
    pub fn required_word(&mut self) -> Result<&'a str, Refusal> {
        self.word().ok_or(Refusal::Usage)
    }

    /// The next word as a number, if there is one.
    pub fn number(&mut self) -> Result<Option<u64>, Refusal> {
        self.word().map(|word| parse_number(word).ok_or(Refusal::Usage)).transpose()
    }

    /// The next word as a number, which must be there.
    pub fn required_number(&mut self) -> Result<u64, Refusal> {
        self.number()?.ok_or(Refusal::Usage)
    }

    /// The next word as a number below `end`.
    pub fn required_below(&mut self, end: u64) -> Result<u64, Refusal> {
        self.required_number().and_then(|n| if n < end { Ok(n) } else { Err(Refusal::Usage) })
    }

    /// The next word as a linear address.
    pub fn linear(&mut self) -> Result<LinearAddress, Refusal> {
        self.required_number().map(LinearAddress::new)
    }

    /// The next word as a physical address, if there is one.
    pub fn physical(&mut self) -> Result<Option<PhysicalAddress>, Refusal> {
        Ok(self.number()?.map(PhysicalAddress::new))
    }

    /// The next word must be `yes` or `no` in the given words.
    pub fn either(&mut self, yes: &str, no: &str) -> Result<bool, Refusal> {
        match self.required_word()? {
            word if word == yes => Ok(true),
            word if word == no => Ok(false),
            _ => Err(Refusal::Usage),
        }
    }
}

/// Decimal, or hexadecimal after `0x`; underscores between digits are ignored.
fn parse_number(word: &str) -> Option<u64> {
    let (digits, radix) = match word.strip_prefix("0x") {
        Some(digits) => (digits, 16),
        None => (word, 10),
    };
    let mut seen = false;
    let number = digits.bytes().filter(|byte| *byte != b'_').try_fold(0u64, |number, byte| {
        seen = true;
        let digit = char::from(byte).to_digit(radix)?;
        number.checked_mul(u64::from(radix))?.checked_add(u64::from(digit))
    })?;
    seen.then_some(number)
}
