//! From scan codes of set 1 to characters, on a US keyboard.
//!
//! Bit 7 of a code says that the key was let go; 0xE0 announces a key that the first PC
//! did not have.

const RELEASED: u8 = 0x80;
const EXTENDED: u8 = 0xe0;

const LEFT_SHIFT: u8 = 0x2a;
const RIGHT_SHIFT: u8 = 0x36;
const CONTROL: u8 = 0x1d;
const CAPS_LOCK: u8 = 0x3a;

/// Indexed by make code; 0 where the key has no character. Rows as on the keyboard.
#[rustfmt::skip]
static PLAIN: [u8; 0x3a] = *b"\0\x1b1234567890-=\x08\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
#[rustfmt::skip]
static SHIFTED: [u8; 0x3a] = *b"\0\x1b!@#$%^&*()_+\x08\tQWERTYUIOP{}\n\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";

/// Remembers which modifier keys are down.
#[derive(Default)]
pub struct Decoder {
    extended: bool,
    left_shift: bool,
    right_shift: bool,
    control: bool,
    caps_lock: bool,
}

impl Decoder {
    /// No key is down.
    pub const fn new() -> Decoder {
        Decoder {
            extended: false,
            left_shift: false,
            right_shift: false,
            control: false,
            caps_lock: false,
        }
    }

    /// Takes one scan code, and gives a character where one was typed.
    pub fn decode(&mut self, code: u8) -> Option<u8> {
        if code == EXTENDED {
            self.extended = true;
            return None;
        }
        let extended = core::mem::take(&mut self.extended);
        let pressed = code & RELEASED == 0;
        match code & !RELEASED {
            CONTROL => self.control = pressed,
            LEFT_SHIFT if !extended => self.left_shift = pressed,
            RIGHT_SHIFT if !extended => self.right_shift = pressed,
            CAPS_LOCK => self.caps_lock ^= pressed,
            key if pressed => return self.character(key, extended),
            _ => {}
        }
        None
    }

    fn character(&self, key: u8, extended: bool) -> Option<u8> {
        // Of the extended keys only Enter and `/` of the keypad type what their codes say.
        if extended && !matches!(key, 0x1c | 0x35) {
            return None;
        }
        let plain = *PLAIN.get(usize::from(key))?;
        let shift = self.left_shift | self.right_shift;
        let shift = shift ^ (self.caps_lock && plain.is_ascii_lowercase());
        let character = if shift && !extended { *SHIFTED.get(usize::from(key))? } else { plain };
        match character {
            0 => None,
            letter if self.control && letter.is_ascii_alphabetic() => Some(letter & 0x1f),
            character => Some(character),
        }
    }
}
