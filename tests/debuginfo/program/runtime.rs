//! What a program needs when there is no library: an entry, a stack, a heap, system calls, and the checkpoint.

use alloc::alloc::{GlobalAlloc, Layout};
use core::arch::{asm, naked_asm};
use core::cell::UnsafeCell;
use core::fmt::{Debug, Write};
use core::panic::PanicInfo;
use core::sync::atomic::{AtomicUsize, Ordering};

const STACK_SIZE: usize = 32 * 1024;
const HEAP_SIZE: usize = 8 * 1024;

#[repr(align(16))]
struct Area<const SIZE: usize>(UnsafeCell<[u8; SIZE]>);
// One thread.
unsafe impl<const SIZE: usize> Sync for Area<SIZE> {}

static STACK: Area<STACK_SIZE> = Area(UnsafeCell::new([0; STACK_SIZE]));
static HEAP: Area<HEAP_SIZE> = Area(UnsafeCell::new([0; HEAP_SIZE]));

/// Leaves the kernel's stack, which lies elsewhere in every run.
#[unsafe(naked)]
#[unsafe(no_mangle)]
unsafe extern "C" fn _start() -> ! {
    naked_asm!(
        "lea rsp, [rip + {stack} + {size}]",
        "xor ebp, ebp",
        "call {run}",
        "ud2",
        stack = sym STACK,
        size = const STACK_SIZE,
        run = sym enter,
    )
}

extern "C" fn enter() -> ! {
    crate::run()
}

struct Bump(AtomicUsize);

// Memory is given out once and never taken back.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let start = self.0.load(Ordering::Relaxed).next_multiple_of(layout.align());
        self.0.store(start + layout.size(), Ordering::Relaxed);
        if start + layout.size() > HEAP_SIZE {
            return core::ptr::null_mut();
        }
        unsafe { HEAP.0.get().cast::<u8>().add(start) }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Bump = Bump(AtomicUsize::new(0));

const WRITE: usize = 1;
const EXIT: usize = 60;

fn system_call(number: usize, first: usize, second: usize, third: usize) -> isize {
    let result;
    unsafe {
        asm!("syscall", inlateout("rax") number as isize => result, in("rdi") first,
             in("rsi") second, in("rdx") third, out("rcx") _, out("r11") _);
    }
    result
}

pub fn exit(status: usize) -> ! {
    loop {
        system_call(EXIT, status, 0, 0);
    }
}

fn write_all(file: usize, mut address: usize, mut length: usize) {
    while length > 0 {
        let written = system_call(WRITE, file, address, length).max(0) as usize;
        address += written;
        length -= written;
    }
}

struct Output;

impl Write for Output {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        write_all(1, text.as_ptr() as usize, text.len());
        Ok(())
    }
}

pub fn print_line(name: &str, value: &dyn Debug) {
    let _ = writeln!(Output, "{name}\t{value:?}");
}

/// Stores the registers as they are in the caller, then writes them and the memory to file 2.
#[unsafe(naked)]
pub extern "C" fn checkpoint() {
    naked_asm!(
        "push r15", "push r14", "push r13", "push r12", "push r11", "push r10", "push r9", "push r8",
        "push rdi", "push rsi", "push rbp",
        "lea r8, [rsp + 12 * 8]", // RSP behind the return
        "push r8",
        "push rbx", "push rdx", "push rcx", "push rax",
        "mov rdi, rsp",
        "jmp {give}",
        give = sym give_away,
    )
}

/// The registers in the order of their encoding, then the return address: RIP behind the call.
extern "C" fn give_away(registers: *const [u64; 17]) -> ! {
    write_all(2, registers as usize, 17 * 8);
    for (start, size) in writable_segments() {
        let header = [start as u64, size as u64];
        write_all(2, header.as_ptr() as usize, 16);
        write_all(2, start, size);
    }
    exit(0)
}

unsafe extern "C" {
    static __ehdr_start: u8;
}

/// Address and size of what the image loads and may write, by its own program headers.
fn writable_segments() -> impl Iterator<Item = (usize, usize)> {
    let header = &raw const __ehdr_start;
    unsafe {
        let table = header.add(header.add(32).cast::<u64>().read() as usize);
        let count = header.add(56).cast::<u16>().read() as usize;
        (0..count).filter_map(move |index| {
            let entry = table.add(56 * index);
            let (kind, flags) = (entry.cast::<u32>().read(), entry.add(4).cast::<u32>().read());
            let is_wanted = kind == 1 && flags & 2 != 0;
            is_wanted.then(|| {
                let word = |at: usize| entry.add(at).cast::<u64>().read() as usize;
                (word(16), word(40))
            })
        })
    }
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    exit(101)
}

/// The compiler's own library was built to unwind; this program never does.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() -> ! {
    exit(102)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, count: usize) -> *mut u8 {
    unsafe { asm!("rep movsb", inout("rcx") count => _, inout("rdi") to => _, inout("rsi") from => _) };
    to
}

#[unsafe(no_mangle)]
unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, count: usize) -> *mut u8 {
    if (to as usize).wrapping_sub(from as usize) >= count {
        return unsafe { memcpy(to, from, count) };
    }
    unsafe {
        asm!("std", "rep movsb", "cld", inout("rcx") count => _,
             inout("rdi") to.add(count).wrapping_sub(1) => _,
             inout("rsi") from.add(count).wrapping_sub(1) => _);
    }
    to
}

#[unsafe(no_mangle)]
unsafe extern "C" fn memset(to: *mut u8, value: i32, count: usize) -> *mut u8 {
    unsafe { asm!("rep stosb", inout("rcx") count => _, inout("rdi") to => _, in("al") value as u8) };
    to
}

#[unsafe(no_mangle)]
unsafe extern "C" fn memcmp(left: *const u8, right: *const u8, count: usize) -> i32 {
    for index in 0..count {
        let (a, b) = unsafe { (left.add(index).read_volatile(), right.add(index).read_volatile()) };
        if a != b {
            return a as i32 - b as i32;
        }
    }
    0
}

#[unsafe(no_mangle)]
unsafe extern "C" fn bcmp(left: *const u8, right: *const u8, count: usize) -> i32 {
    unsafe { memcmp(left, right, count) }
}
