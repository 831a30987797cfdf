// The bytes of a case that goes to another organisation (docs/formats/handover.md): a magic, records one behind the other, a hash over all
// of it. Read and written piece by piece, in bounded memory. Knows nothing of what the entries say.
#pragma once

#include <optional>
#include <variant>

#include "base/id.h"
#include "base/time.h"
#include "crypto/running_hash.h"
#include "handover/bundle.h"

namespace arasha::handover {

inline constexpr std::string_view kBundleMagic = "arasha/handover";
inline constexpr std::uint8_t kBundleVersion = 1;
inline constexpr std::size_t kBundleChunk = 64 * 1024;
inline constexpr std::size_t kMostEntries = 20'000;
inline constexpr std::size_t kMostForms = 200;
inline constexpr std::uint64_t kEntryBytesLimit = 64ULL << 20U;  // of all entries together
inline constexpr std::uint64_t kBundleLimit = 8ULL << 30U;
inline constexpr std::size_t kLongestName = 400;  // bytes, of an author and of an organisation

struct BundleHead {
  OrganizationId from;
  FileId case_file;
  FileId person_file;
  Time made;
  Bytes inventory;  // a CaseInventory, without hash and size
};
struct BundleForm {
  Bytes definition;
};
enum class Place : std::uint8_t { person = 0, work = 1 };
struct BundleEntry {
  Place place = Place::work;
  std::uint16_t type = 0;
  EntryId id;
  EntryId amends;
  Time time;
  std::string author;
  std::string organisation;    // of the author; empty: the sender
  std::uint64_t document = 0;  // bytes that follow in chunks; 0: none
  Bytes content;
};
struct BundleEnd {
  crypto::Hash hash{};
  std::uint64_t size = 0;  // of the whole bundle
};
using BundleRecord = std::variant<BundleForm, BundleEntry, BundleEnd>;

Error damaged_bundle();
Error newer_bundle();

class BundleWriter {
 public:
  explicit BundleWriter(Sink to) : to_(std::move(to)) {}
  Result<void> head(const BundleHead& head);
  Result<void> form(const BundleForm& form);
  Result<void> entry(const BundleEntry& entry);
  // Pieces of the document of the entry before, each of at most kBundleChunk.
  Result<void> chunk(BytesView bytes);
  Result<BundleEnd> end();

 private:
  Result<void> put(std::uint8_t kind, BytesView body);
  Result<void> pass(BytesView bytes);
  Sink to_;
  crypto::RunningHash hash_;
  std::uint64_t size_ = 0;
};

class BundleReader {
 public:
  // `unsupported` for another version, `damaged` for anything that is no bundle.
  static Result<BundleReader> open(Source from);
  const BundleHead& head() const { return head_; }
  // Forms come first, then entries, then the end; after the end nothing is left. What is not read of a document is passed over.
  Result<BundleRecord> next();
  // Of the document of the entry that came last; empty at its end.
  Result<Bytes> chunk();

 private:
  struct Raw {
    std::uint8_t kind = 0;
    Bytes body;
  };
  explicit BundleReader(Source from) : from_(std::move(from)) {}
  Result<Bytes> take(std::size_t size, bool counted);
  Result<Raw> record();
  Result<BundleEnd> finish(const Raw& raw, const crypto::Hash& before);

  Source from_;
  Bytes buffer_;
  std::size_t used_ = 0;  // of the buffer
  crypto::RunningHash hash_;
  std::uint64_t size_ = 0;
  BundleHead head_;
  std::uint64_t document_left_ = 0;
  std::uint64_t entry_bytes_ = 0;
  std::size_t entries_ = 0;
  std::size_t forms_ = 0;
  Place place_ = Place::person;
  bool ended_ = false;
};

}  // namespace arasha::handover
