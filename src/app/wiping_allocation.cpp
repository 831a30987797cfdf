// Freed memory of this program is overwritten before anybody gets it again.
//
// Keys live in Secret<N>, which wipes itself. But what people read and write (a name, a note, a page of HTML, a parsed
// form) passes through ordinary strings, vectors, maps and protobuf messages in many copies, and would lie in freed heap
// memory for hours, long after the session that read it ended. Wiping each by hand would be forgotten somewhere. So the
// program, and only the program, not its tests, replaces the global operator new and delete; every block is overwritten
// for the whole size that malloc gave, which is at least what was used.
//
// It does not reach memory that libraries in C take with malloc themselves (SQLite sees ciphertext only; ICU and OpenSSL
// see some text), the stack, or registers. Cost: about the time of writing the memory once more; docs/performance.md.
#include <malloc.h>
#include <string.h>

#include <cstdlib>
#include <new>

namespace {

void* take(std::size_t size) {
  while (true) {
    if (void* block = std::malloc(size == 0 ? 1 : size)) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void* take_aligned(std::size_t size, std::align_val_t alignment) {
  const auto to = static_cast<std::size_t>(alignment);
  while (true) {
    // aligned_alloc wants a multiple of the alignment.
    if (void* block = std::aligned_alloc(to, (size + to) / to * to)) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void give_back(void* block) noexcept {
  if (block == nullptr) return;
  ::explicit_bzero(block, ::malloc_usable_size(block));
  std::free(block);
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void* operator new[](std::size_t size) { return take(size); }
void* operator new(std::size_t size, std::align_val_t alignment) { return take_aligned(size, alignment); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return take_aligned(size, alignment); }
void operator delete(void* block) noexcept { give_back(block); }
void operator delete[](void* block) noexcept { give_back(block); }
void operator delete(void* block, std::size_t) noexcept { give_back(block); }
void operator delete[](void* block, std::size_t) noexcept { give_back(block); }
void operator delete(void* block, std::align_val_t) noexcept { give_back(block); }
void operator delete[](void* block, std::align_val_t) noexcept { give_back(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { give_back(block); }
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept { give_back(block); }
