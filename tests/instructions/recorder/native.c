/*
 * Executes single instructions on this host's own processor, in user mode, and reports the state before and after.
 * Linux x86-64; the guest's state goes in and out through signal frames, so one process serves 64-bit code
 * (CS = 0x33) and 32-bit code in compatibility mode (CS = 0x23) alike.
 *
 * Standard input:  map ADDRESS SIZE PERMISSIONS FILL      a region; every case finds it as filled
 *                  case CS RIP RFLAGS RAX … R15 N {ADDRESS LENGTH HEXBYTES} × N
 * Standard output: VECTOR ERROR CR2 RIP RFLAGS CS SS DS ES RAX … R15 {ADDRESS:HEXBYTES} …
 *
 * Every byte of code that is not the instruction under test is INT3, so whatever follows it, or is jumped to, ends
 * the case with #BP (vector 3, RIP one past the INT3). Knows nothing of instructions: it only runs bytes.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

enum { REGISTERS = 16, MAPS = 16, INT3 = 0xcc };

struct map {
  uint8_t *start, *pristine;
  size_t size;
};

static struct map maps[MAPS];
static int map_count;

/* The order in which x86 numbers its registers, in terms of the signal frame. */
static const int frame_index[REGISTERS] = {
  REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
  REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
};

static gregset_t home, guest;
static uint16_t guest_ds, guest_es;
static volatile enum { ENTER, LEAVE } direction;

static uint16_t flat_data_selector = 0x2b;

static void load_flat_data_segments(void) {
  __asm__ volatile("mov %0, %%ds\n\tmov %0, %%es" : : "r"(flat_data_selector));
}

/*
 * The first signal of a case comes from our own INT3 and enters the guest; the second one comes from the guest.
 * The frame on the alternate stack is the whole user state, hidden trap number, error code and CR2 included.
 */
static void on_signal(int number, siginfo_t *info, void *context) {
  (void)number, (void)info;
  greg_t *frame = ((ucontext_t *)context)->uc_mcontext.gregs;
  if (direction == ENTER) {
    memcpy(home, frame, sizeof home);
    memcpy(frame, guest, sizeof guest);
    load_flat_data_segments();
    direction = LEAVE;
  } else {
    __asm__ volatile("mov %%ds, %0\n\tmov %%es, %1" : "=r"(guest_ds), "=r"(guest_es));
    memcpy(guest, frame, sizeof guest);
    memcpy(frame, home, sizeof home);
    direction = ENTER;
  }
}

static void install_handlers(void) {
  static uint8_t stack[1 << 16];
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&alternate, NULL);
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  const int signals[] = {SIGTRAP, SIGSEGV, SIGBUS, SIGILL, SIGFPE};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
}

/* Data is filled with a pattern of its own address, so that a read from a wrong place shows. */
static void fill(struct map *map, const char *kind) {
  for (size_t i = 0; i < map->size; i++) {
    uintptr_t address = (uintptr_t)map->start + i;
    map->start[i] = strcmp(kind, "int3") == 0 ? INT3 : (uint8_t)(address * 29 + (address >> 8) * 7 + 11);
  }
  memcpy(map->pristine, map->start, map->size);
}

static void add_map(uintptr_t start, size_t size, const char *permissions, const char *kind) {
  struct map *map = &maps[map_count++];
  int protection = PROT_READ;
  if (strchr(permissions, 'w')) protection |= PROT_WRITE;
  if (strchr(permissions, 'x')) protection |= PROT_EXEC;
  map->size = size;
  map->pristine = malloc(size);
  map->start = mmap((void *)start, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE | MAP_POPULATE, -1, 0);
  if (map->start != (void *)start || map_count == MAPS) {
    fprintf(stderr, "cannot map %lx\n", start);
    exit(1);
  }
  fill(map, kind);
  mprotect(map->start, size, protection);
}

static void restore_changed(struct map *map) {
  for (size_t i = 0; i < map->size; i += 64)
    if (memcmp(map->start + i, map->pristine + i, 64)) memcpy(map->start + i, map->pristine + i, 64);
}

/* The guest's memory just before the instruction: pristine plus what the case put there. */
static uint8_t *before[MAPS];

static size_t next_change(const struct map *map, const uint8_t *was, size_t from) {
  while (from < map->size && map->start[from] == was[from]) from++;
  return from;
}

/* One run of bytes for changes that stand close together. */
static void print_changed(const struct map *map, const uint8_t *was) {
  enum { CLOSE = 8 };
  size_t i = next_change(map, was, 0);
  while (i < map->size) {
    printf(" %lx:", (uintptr_t)map->start + i);
    for (size_t next = i; next < map->size && next - i < CLOSE; next = next_change(map, was, i))
      while (i <= next) printf("%02x", map->start[i++]);
    i = next_change(map, was, i);
  }
}

static void read_memory(int count) {
  for (; count > 0; count--) {
    unsigned long address;
    unsigned length;
    if (scanf("%lx %u", &address, &length) != 2) exit(1);
    for (unsigned i = 0; i < length; i++) {
      unsigned byte;
      if (scanf(" %2x", &byte) != 1) exit(1);
      ((uint8_t *)address)[i] = (uint8_t)byte;
    }
  }
}

static void run_case(void) {
  unsigned cs;
  int count;
  memset(guest, 0, sizeof guest);
  if (scanf("%x %llx %llx", &cs, (unsigned long long *)&guest[REG_RIP], (unsigned long long *)&guest[REG_EFL]) != 3) exit(1);
  for (int i = 0; i < REGISTERS; i++)
    if (scanf("%llx", (unsigned long long *)&guest[frame_index[i]]) != 1) exit(1);
  if (scanf("%d", &count) != 1) exit(1);
  for (int i = 0; i < map_count; i++) restore_changed(&maps[i]);
  read_memory(count);
  for (int i = 0; i < map_count; i++) memcpy(before[i], maps[i].start, maps[i].size);
  guest[REG_CSGSFS] = (greg_t)(cs | (uint64_t)flat_data_selector << 48);

  direction = ENTER;
  __asm__ volatile("int3" ::: "memory");

  printf("%lld %llx %llx %llx %llx %llx %llx %x %x", guest[REG_TRAPNO], guest[REG_ERR], guest[REG_CR2], guest[REG_RIP],
         guest[REG_EFL], guest[REG_CSGSFS] & 0xffff, (unsigned long long)guest[REG_CSGSFS] >> 48, guest_ds, guest_es);
  for (int i = 0; i < REGISTERS; i++) printf(" %llx", guest[frame_index[i]]);
  for (int i = 0; i < map_count; i++) print_changed(&maps[i], before[i]);
  putchar('\n');
}

int main(void) {
  char word[8], permissions[8], kind[16];
  unsigned long start, size;
  install_handlers();
  while (scanf("%7s", word) == 1) {
    if (strcmp(word, "map") == 0) {
      if (scanf("%lx %lx %7s %15s", &start, &size, permissions, kind) != 4) return 1;
      add_map(start, size, permissions, kind);
      before[map_count - 1] = malloc(size);
    } else {
      run_case();
    }
  }
  return 0;
}
