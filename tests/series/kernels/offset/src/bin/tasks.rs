//! Stage "async": two tasks share the processor, and one of them waits for the keyboard.

#![no_std]
#![no_main]

use bootloader::{entry_point, BootInfo};
use core::{future::poll_fn, panic::PanicInfo, task::Poll};
use futures_util::stream::StreamExt;
use lazy_static::lazy_static;
use offset::{exit, heap, input::ScanCodes, irq, print, println, tasks::Executor};
use pc_keyboard::{layouts, DecodedKey, HandleControl, Keyboard, ScancodeSet1};
use x86_64::structures::idt::InterruptDescriptorTable;

lazy_static! {
    static ref IDT: InterruptDescriptorTable = {
        let mut idt = InterruptDescriptorTable::new();
        irq::listen(&mut idt);
        idt
    };
}

entry_point!(main);

fn main(boot_info: &'static BootInfo) -> ! {
    println!("tasks");
    heap::init(boot_info);
    IDT.load();
    irq::open();
    let mut executor = Executor::new();
    executor.spawn(count("one"));
    executor.spawn(count("two"));
    executor.spawn(echo_a_line());
    executor.run();
    println!("all tasks are done");
    exit::leave(exit::Status::Success)
}

async fn count(name: &'static str) {
    for n in 1..=3 {
        println!("{name} {n}");
        give_way().await;
    }
}

/// Ready at the second look.
async fn give_way() {
    let mut has_waited = false;
    poll_fn(|context| {
        if has_waited {
            return Poll::Ready(());
        }
        has_waited = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}

async fn echo_a_line() {
    let mut codes = ScanCodes::new();
    let mut keyboard =
        Keyboard::new(ScancodeSet1::new(), layouts::Us104Key, HandleControl::Ignore);
    // The tasks that count shall have said their last word before the first key.
    for _ in 0..5 {
        give_way().await;
    }
    irq::open_keyboard();
    print!("> ");
    while let Some(code) = codes.next().await {
        let Ok(Some(event)) = keyboard.add_byte(code) else { continue };
        match keyboard.process_keyevent(event) {
            Some(DecodedKey::Unicode('\n')) => return println!(),
            Some(DecodedKey::Unicode(character)) => print!("{character}"),
            _ => {}
        }
    }
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    offset::fail(info)
}
