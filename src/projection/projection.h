// What those who are signed in may read, open in memory: the cards of each compartment, decrypted once for the circles
// and members whose keys opened them, and followed along the ledger.
//
// A *view* is what one recipient (a circle, or a member for restricted files) was granted of one compartment. It is
// loaded with the keys of the first session that enters, kept up to date with the keys of whoever enters next, and
// wiped when nobody who may use it is signed in any more. Entering proves the recipient's current key against the view
// (constant time), so that a member who left a circle sees nothing of it from her next request on.
//
// Thread-safe. Nothing is read from here without an Access, and an Access shows only what its keys open. Listing and
// searching are readings: the caller records them (Vault::record) before it shows what it got.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "vault/vault.h"

namespace arasha::projection {

using Slot = std::uint32_t;  // the place of a file in the table of one compartment; dense, used again after removal

// One compartment's cards, folded for a purpose: a list, a search, a count. The projection calls it under its lock for
// writing; whoever reads a table holds an Access to its compartment.
class Table {
 public:
  virtual ~Table() = default;
  // A new or changed card; never an empty one. Bytes that do not parse are an error in the log and an absent row, never
  // a crash.
  virtual void put(Slot slot, FileId file, BytesView card) = 0;
  virtual void remove(Slot slot) = 0;
  // Many at once, when a view is wiped. What was in memory is overwritten, and given back when nothing is left.
  virtual void remove_many(std::span<const Slot> slots) {
    for (const Slot slot : slots) remove(slot);
  }
  virtual std::size_t bytes() const = 0;  // of memory, about
};

// Where the files of a compartment stand, and which views hold them.
struct Places {
  std::vector<std::uint64_t> granted;  // by slot: a bit for each view; 0: nobody's, free
  std::vector<FileId> files;           // by slot
  std::unordered_map<FileId, Slot> slots;
  std::uint64_t version = 0;           // another one after every change of a card or of a bit
};

// What one request may see of one compartment. Holds the table still (shared lock) while it lives: keep it for one
// list, search or count, and let it go before anything is written. A thread has one at a time; asking for a second,
// for another compartment too, is a Bug: two threads would come to wait for one another.
class Access {
 public:
  bool sees(Slot slot) const { return slot < places_->granted.size() && (places_->granted[slot] & views_) != 0; }
  std::optional<Slot> find(FileId file) const;  // among what it sees
  FileId file(Slot slot) const { return places_->files[slot]; }
  // What was worked out for an Access to this compartment holds for another one with the same two numbers.
  std::uint64_t version() const { return places_->version; }
  std::uint64_t views() const { return views_; }

 private:
  friend class Projection;
  // Counts the Access of this thread.
  class Held {
   public:
    Held();
    ~Held();
    Held(Held&& other) noexcept : counts_(std::exchange(other.counts_, false)) {}
    Held& operator=(Held&& other) noexcept {
      std::swap(counts_, other.counts_);
      return *this;
    }

   private:
    bool counts_ = true;
  };
  Access() = default;
  std::shared_lock<std::shared_mutex> lock_;
  Held held_;
  const Places* places_ = nullptr;
  std::uint64_t views_ = 0;  // those that this request proved
};

class Projection {
 public:
  explicit Projection(vault::Vault& vault);
  ~Projection();
  Projection(const Projection&) = delete;
  Projection& operator=(const Projection&) = delete;

  // Before the first session enters. The table must outlive the projection.
  void attach(vault::Compartment compartment, Table& table);

  // Loads or follows every view of the compartment that this keyring opens. An Access that sees nothing is no error.
  // `full` when more than 64 circles and members with files of their own are signed in; `busy` when members and
  // circles change faster than cards can be loaded; and what the vault answers.
  Result<Access> enter(const vault::Keyring& by, vault::Compartment compartment);

  // Wipes the views of which no user is among these.
  void keep_only(const std::set<MemberId>& signed_in);

  std::size_t bytes() const;

 private:
  class Shelf;  // the state of one compartment
  vault::Vault& vault_;
  std::vector<std::unique_ptr<Shelf>> shelves_;
};

}  // namespace arasha::projection
