/*
 * Six small programs of different character, for measuring how fast a machine executes them, and one that does
 * nothing but make it walk its page tables.
 * Each does `rounds` rounds over buffers at a fixed place and returns a checksum, so that a wrong machine shows.
 * Freestanding 64-bit code, integer registers only.
 */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long u64;

#define BUFFER(type, offset) ((type *)(0x400000UL + (offset)))

enum { SIEVE_LIMIT = 1 << 20, WORDS = 32768, BYTES = 1 << 20, MESSAGE = 65536 };

/* Byte stores with growing strides, and a branch that is hard to foresee. */
u64 sieve(u32 rounds) {
  u8 *is_prime = BUFFER(u8, 0);
  u32 primes = 0;
  for (; rounds > 0; rounds--) {
    primes = 0;
    for (u32 i = 0; i < SIEVE_LIMIT; i++) is_prime[i] = 1;
    for (u32 i = 2; i < SIEVE_LIMIT; i++) {
      if (!is_prime[i]) continue;
      primes++;
      for (u32 multiple = i + i; multiple < SIEVE_LIMIT; multiple += i) is_prime[multiple] = 0;
    }
  }
  return primes;
}

/* Calls, returns and the stack. */
__attribute__((noinline)) static u64 fibonacci(u32 n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

u64 fib(u32 rounds) {
  u64 sum = 0;
  for (; rounds > 0; rounds--) sum += fibonacci(24);
  return sum;
}

/* Multiplications, shifts and exclusive ors in a chain of 64-bit registers. */
u64 hash(u32 rounds) {
  u64 *words = BUFFER(u64, 0);
  u64 state = 88172645463325252UL, result = 0;
  for (u32 i = 0; i < WORDS; i++) {
    words[i] = state;
    state = state * 6364136223846793005UL + 1442695040888963407UL;
  }
  for (; rounds > 0; rounds--)
    for (u32 i = 0; i < WORDS; i++) {
      u64 mixed = words[i] ^ result;
      mixed ^= mixed << 13;
      mixed ^= mixed >> 7;
      mixed ^= mixed << 17;
      result = mixed * 2685821657736338717UL;
      words[i] += result;
    }
  return result;
}

/* Loads and stores of 64 bits, and little else. */
u64 copy(u32 rounds) {
  u64 *from = BUFFER(u64, 0), *to = BUFFER(u64, 0x108000), sum = 0;
  for (u32 i = 0; i < WORDS; i++) from[i] = i * 0x9e3779b97f4a7c15UL;
  for (; rounds > 0; rounds--) {
    for (u32 i = 0; i < WORDS; i++) to[i] = from[i];
    from[rounds & 1023]++;
    __asm__ volatile("" ::: "memory");
  }
  for (u32 i = 0; i < WORDS; i++) sum += to[i];
  return sum;
}

/* REP MOVSB of a megabyte, not aligned. */
u64 rep(u32 rounds) {
  u8 *from = BUFFER(u8, 0), *to = BUFFER(u8, 0x108000);
  u64 sum = 0;
  for (u32 i = 0; i < BYTES; i++) from[i] = i * 7 + 3;
  for (; rounds > 0; rounds--) {
    void *destination = to + 3, *source = from;
    u64 count = 1000000;
    from[rounds & 255]++;
    __asm__ volatile("rep movsb" : "+D"(destination), "+S"(source), "+c"(count) : : "memory");
  }
  for (u32 i = 0; i < BYTES; i++) sum = sum * 31 + to[i];
  return sum;
}

/* Loads that depend on each other, through a table. */
u64 crc(u32 rounds) {
  u32 *table = BUFFER(u32, 0x200000), remainder = ~0u;
  u8 *message = BUFFER(u8, 0);
  for (u32 i = 0; i < 256; i++) {
    table[i] = i;
    for (int bit = 0; bit < 8; bit++) table[i] = table[i] & 1 ? 0xedb88320u ^ (table[i] >> 1) : table[i] >> 1;
  }
  for (u32 i = 0; i < MESSAGE; i++) message[i] = i * 13 + (i >> 8);
  for (; rounds > 0; rounds--)
    for (u32 i = 0; i < MESSAGE; i++) remainder = table[(remainder ^ message[i]) & 255] ^ (remainder >> 8);
  return ~remainder;
}

enum { PAGE = 4096, PAGES = 512 };

/* Loading CR3 empties the TLB, so that every touch of another page needs a walk. */
u64 walk(u32 rounds) {
  u64 sum = 0, cr3;
  __asm__ volatile("mov %%cr3, %0" : "=r"(cr3));
  for (; rounds > 0; rounds--) {
    __asm__ volatile("mov %0, %%cr3" : : "r"(cr3) : "memory");
    for (u32 i = 0; i < PAGES; i++) sum += *BUFFER(volatile u8, i * PAGE) + i;
  }
  return sum;
}
