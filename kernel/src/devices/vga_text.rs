//! The VGA in text mode 3: 80 × 25 cells of two bytes at 0xB8000.
//!
//! ```text
//!  bits 15:12   11:8         7:0
//! │ background │ foreground │ character in code page 437 │
//! ```

use crate::cpu::port::Port;

/// Cells in a row.
pub const COLUMNS: usize = 80;
/// Rows on the screen.
pub const ROWS: usize = 25;

const BUFFER: *mut Row = 0xb_8000 as *mut Row;
type Row = [u16; COLUMNS];

const CRTC_INDEX: Port = Port::new(0x3d4);
const CRTC_DATA: Port = Port::new(0x3d5);
const CURSOR_LOCATION_HIGH: u8 = 0x0e;
const CURSOR_LOCATION_LOW: u8 = 0x0f;
const CURSOR_START: u8 = 0x0a;
const CURSOR_END: u8 = 0x0b;

/// What stands for a byte that is no printable ASCII: a small square.
const SQUARE: u8 = 0xfe;

/// The sixteen colours, by their codes in a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs, dead_code, reason = "the hardware has sixteen, and the names say it")]
pub enum Colour {
    Black = 0,
    Blue,
    Green,
    Cyan,
    Red,
    Magenta,
    Brown,
    LightGrey,
    DarkGrey,
    LightBlue,
    LightGreen,
    LightCyan,
    LightRed,
    Pink,
    Yellow,
    White,
}

/// Where the next character goes, and in which colour.
pub struct Screen {
    row: usize,
    column: usize,
    colour: Colour,
}

impl Screen {
    /// The top left corner, light grey on black.
    pub const fn new() -> Screen {
        Screen { row: 0, column: 0, colour: Colour::LightGrey }
    }

    /// Where the next character goes.
    pub fn row(&self) -> usize {
        self.row
    }

    /// Makes all cells blank and shows the cursor as an underline.
    pub fn clear(&mut self) {
        for row in 0..ROWS {
            self.clear_row(row);
        }
        (self.row, self.column) = (0, 0);
        set_crtc(CURSOR_START, 13);
        set_crtc(CURSOR_END, 14);
        self.show_cursor();
    }

    /// The colour of what follows; gives the one before.
    pub fn set_colour(&mut self, colour: Colour) -> Colour {
        core::mem::replace(&mut self.colour, colour)
    }

    /// Writes one byte: a character, a line feed, or a backspace that moves left.
    pub fn put(&mut self, byte: u8) {
        match byte {
            b'\n' => self.next_row(),
            b'\r' => self.column = 0,
            0x08 => self.column = self.column.saturating_sub(1),
            byte => {
                if self.column == COLUMNS {
                    self.next_row();
                }
                let byte = if matches!(byte, b' '..=b'~') { byte } else { SQUARE };
                write_cell(self.row, self.column, cell(byte, self.colour));
                self.column += 1;
            }
        }
    }

    /// Lets the hardware cursor follow. Four port accesses, so once a text, not once a byte.
    pub fn show_cursor(&self) {
        let location = self.row * COLUMNS + self.column.min(COLUMNS - 1);
        let [low, high] = (location as u16).to_le_bytes();
        set_crtc(CURSOR_LOCATION_HIGH, high);
        set_crtc(CURSOR_LOCATION_LOW, low);
    }

    fn next_row(&mut self) {
        self.column = 0;
        if self.row + 1 < ROWS { self.row += 1 } else { self.new_line() }
    }

    /// Makes room for a new line at the bottom: all rows move up by one, cell by cell. Never
    /// inlined, so that a trace names it.
    #[inline(never)]
    fn new_line(&mut self) {
        for row in 1..ROWS {
            for column in 0..COLUMNS {
                write_cell(row - 1, column, read_cell(row, column));
            }
        }
        self.clear_row(ROWS - 1);
    }

    fn clear_row(&mut self, row: usize) {
        for column in 0..COLUMNS {
            write_cell(row, column, cell(b' ', self.colour));
        }
    }
}

const fn cell(character: u8, foreground: Colour) -> u16 {
    (foreground as u16) << 8 | character as u16
}

/// The address of a cell; a column past the last one panics like any other index.
fn cell_address(row: usize, column: usize) -> *mut u16 {
    assert!(row < ROWS && column < COLUMNS, "index out of bounds: row {row} column {column}");
    BUFFER.wrapping_add(row).cast::<u16>().wrapping_add(column)
}

/// Volatile, because the screen reads what no code ever does: a compiler that may think
/// otherwise may leave the store out.
pub fn write_cell(row: usize, column: usize, cell: u16) {
    // SAFETY: the address lies in the buffer, which is mapped from boot on.
    unsafe { cell_address(row, column).write_volatile(cell) }
}

fn read_cell(row: usize, column: usize) -> u16 {
    // SAFETY: as for writing.
    unsafe { cell_address(row, column).read_volatile() }
}

/// What a cell shows.
pub fn character(row: usize, column: usize) -> u8 {
    read_cell(row, column) as u8
}

fn set_crtc(register: u8, value: u8) {
    // SAFETY: the index register chooses what the data register is.
    unsafe {
        CRTC_INDEX.write(register);
        CRTC_DATA.write(value);
    }
}
