//! The line that is being typed.

use crate::{print, println};
use core::str;

const CAPACITY: usize = 120;

const BACKSPACE: u8 = 0x08;
const DELETE: u8 = 0x7f;
const CTRL_U: u8 = 0x15;

/// Printable ASCII in a buffer, echoed as it comes.
pub struct LineEditor {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl LineEditor {
    /// An empty line.
    pub const fn new() -> LineEditor {
        LineEditor { bytes: [0; CAPACITY], length: 0 }
    }

    /// Takes one typed byte; true when it ended the line.
    pub fn accept(&mut self, byte: u8) -> bool {
        match byte {
            b'\n' | b'\r' => {
                println!();
                return true;
            }
            BACKSPACE | DELETE => self.erase_last(),
            CTRL_U => {
                while self.length > 0 {
                    self.erase_last();
                }
            }
            b' '..=b'~' if self.length < CAPACITY => {
                self.bytes[self.length] = byte;
                self.length += 1;
                print!("{}", char::from(byte));
            }
            _ => {}
        }
        false
    }

    fn erase_last(&mut self) {
        if self.length > 0 {
            self.length -= 1;
            print!("\x08 \x08");
        }
    }

    /// What was typed.
    pub fn line(&self) -> &str {
        str::from_utf8(&self.bytes[..self.length]).unwrap_or("")
    }

    /// Begins anew.
    pub fn clear(&mut self) {
        self.length = 0;
    }
}
