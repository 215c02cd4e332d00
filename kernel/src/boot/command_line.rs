//! The command line: words of the form `key=value`, in a buffer of its own.

use core::str;

/// The longest command line that is kept; the rest of a longer one is cut off.
pub const CAPACITY: usize = 256;

/// `scenario=NAME alloc=KIND exec=KIND echo=vga,serial …`
#[derive(Clone, Copy)]
pub struct CommandLine {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl CommandLine {
    /// No words at all.
    pub const EMPTY: CommandLine = CommandLine { bytes: [0; CAPACITY], length: 0 };

    /// Copies a C string.
    ///
    /// # Safety
    /// `text` must point to readable bytes that end with a zero.
    pub unsafe fn from_zero_terminated(text: *const u8) -> CommandLine {
        let mut line = CommandLine::EMPTY;
        while line.length < CAPACITY {
            // SAFETY: no zero has been read yet, so this byte belongs to the string.
            let byte = unsafe { text.add(line.length).read() };
            if byte == 0 {
                break;
            }
            line.bytes[line.length] = byte;
            line.length += 1;
        }
        line
    }

    /// Appends `key=value`, with a space before it where one is needed.
    pub fn push(&mut self, key: &str, value: &str) {
        let space = if self.length == 0 { "" } else { " " };
        for byte in [space, key, "=", value].into_iter().flat_map(str::bytes) {
            if self.length < CAPACITY {
                self.bytes[self.length] = byte;
                self.length += 1;
            }
        }
    }

    /// All `key=value` words, in order.
    pub fn options(&self) -> impl Iterator<Item = (&str, &str)> {
        let text = str::from_utf8(&self.bytes[..self.length]).unwrap_or("");
        text.split_ascii_whitespace().filter_map(|word| word.split_once('='))
    }

    /// The value of a key. The last one counts, so that appending overrides.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.options().filter(|(name, _)| *name == key).last().map(|(_, value)| value)
    }

    /// Whether `key=1` was given.
    pub fn is_set(&self, key: &str) -> bool {
        self.value(key) == Some("1")
    }
}
