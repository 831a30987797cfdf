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
#include <set>
#include <shared_mutex>
#include <vector>

#include "vault/vault.h"

namespace arasha::projection {

using Slot = std::uint32_t;  // the place of a file in the table of one compartment; dense, used again after removal

// One compartment's cards, folded for a purpose: a list, a search, a count. The projection calls it under its lock for
// writing; whoever reads a table holds an Access to its compartment.
class Table {
 public:
  virtual ~Table() = default;
  // A new or changed card. Bytes that do not parse are an error in the log and an absent row, never a crash.
  virtual void put(Slot slot, FileId file, BytesView card) = 0;
  virtual void remove(Slot slot) = 0;
  virtual std::size_t bytes() const = 0;  // of memory, about
};

class Projection;

// What one request may see of one compartment. Holds the table still (shared lock) while it lives: keep it for one
// list, search or count, and let it go before anything is written.
class Access {
 public:
  bool sees(Slot slot) const;

 private:
  friend class Projection;
  Access() = default;
  std::shared_lock<std::shared_mutex> lock_;
  const std::vector<std::uint64_t>* granted_ = nullptr;  // by slot: which views hold it, a bit each
  std::uint64_t views_ = 0;                              // the views that this request proved
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
  Result<Access> enter(const vault::Keyring& by, vault::Compartment compartment);

  // Wipes the views of which no user is among these.
  void keep_only(const std::set<MemberId>& signed_in);

  std::size_t bytes() const;

 private:
  struct Shelf;  // the state of one compartment
  vault::Vault& vault_;
  std::vector<std::unique_ptr<Shelf>> shelves_;
};

}  // namespace arasha::projection
