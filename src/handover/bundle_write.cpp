// A case on its way out: what goes, what stays, and the bytes of it.
#include <algorithm>
#include <map>
#include <set>

#include "arasha/documents.pb.h"
#include "casework/documents/rules.h"
#include "casework/person/merge.h"
#include "casework/readers.h"
#include "handover/bundle_content.h"
#include "handover/bundle_format.h"
#include "vault/blobs.h"

namespace arasha::handover {
namespace {

using casework::Item;
using casework::Story;
using casework::Version;

constexpr std::uint8_t kParts[] = {IDENTITY, HEALTH, ASSISTANCE, LEGAL, PRESENCE};

bool is_part(std::uint8_t compartment) { return std::find(std::begin(kParts), std::end(kParts), compartment) != std::end(kParts); }

// One version that goes; all point into the stories.
struct Leaving {
  Place place = Place::work;
  FileId file;
  const Item* item = nullptr;
  const Version* version = nullptr;
  EntryId amends;
  std::uint64_t document = 0;
};

struct Gathered {
  std::vector<std::unique_ptr<Story>> stories;
  FileId person;
  CaseInventory inventory;
  std::vector<Leaving> leaving;      // of the person, then of the case, each in the order in which it was written
  std::vector<Bytes> forms;          // that the answers among them were made with
};

bool is_covered(const Groups& covered, std::uint16_t type) {
  const auto& groups = groups_of_entry(type);
  return !groups.empty() && std::all_of(groups.begin(), groups.end(), [&](const std::string& one) { return std::find(covered.begin(), covered.end(), one) != covered.end(); });
}

class Gathering {
 public:
  Gathering(vault::Vault& vault, const vault::Keyring& by, FileId case_file, const Groups& covered, vault::Action action)
      : vault_(vault), by_(by), case_file_(case_file), covered_(covered), action_(action) {}

  Result<Gathered> run() {
    TRY(work, casework::Cases(vault_).read(by_, case_file_, action_));
    const auto* opened = work.last<CaseOpened>();
    if (opened == nullptr) return Error(ErrorCode::denied, "You cannot open this file.");
    out_.inventory.set_case_there(case_file_.text());
    out_.inventory.set_alias(opened->alias());
    TRY_VOID(note_restriction(case_file_, ASSISTANCE));
    const auto person = FileId::from_text(opened->person());
    // A record without a person gets a file for one all the same: a new case needs it.
    out_.person = person ? *person : *FileId::from_bytes(BytesView(crypto::fingerprint("arasha/handover-nobody/v1", {case_file_.bytes()})).first(FileId::kSize));
    if (person) TRY_VOID(gather_person(*person));
    const auto& story = keep(std::move(work));
    TRY_VOID(gather(story, Place::work));
    put_days(story);
    for (const auto& [type, count] : going_) add_count(*out_.inventory.mutable_going(), type, count);
    for (const auto& [type, count] : staying_) add_count(*out_.inventory.mutable_staying(), type, count);
    if (out_.leaving.size() > kMostEntries || out_.forms.size() > kMostForms || bytes_ > kEntryBytesLimit) {
      return Error(ErrorCode::too_large, "This case is larger than a case that is handed over may be.");
    }
    return std::move(out_);
  }

 private:
  static void add_count(google::protobuf::RepeatedPtrField<TypeCount>& to, std::uint16_t type, std::uint32_t count) {
    TypeCount* one = to.Add();
    one->set_type(type);
    one->set_count(count);
  }
  const Story& keep(Story story) {
    out_.stories.push_back(std::make_unique<Story>(std::move(story)));
    return *out_.stories.back();
  }

  // One file that was meant for members by name makes the whole restricted.
  Result<void> note_restriction(FileId file, vault::Compartment part) {
    TRY(readers, casework::readers_of(vault_, file, part));
    if (readers.restricted) out_.inventory.set_restricted(true);
    return {};
  }

  // The file that the case names, and the one that it was joined to.
  Result<void> gather_person(FileId first) {
    std::set<FileId> seen;
    for (std::optional<FileId> next = first; next && seen.insert(*next).second;) {
      const FileId file = *next;
      next.reset();
      TRY_VOID(note_restriction(file, IDENTITY));
      TRY(open, vault_.openable(by_, file));
      if (open.empty()) {
        TRY(row, vault_.store().file(file));
        if (row) out_.inventory.set_closed(out_.inventory.closed() + row->length);
        return {};
      }
      TRY(who, casework::Cases(vault_).read(by_, file, action_));
      const auto& story = keep(std::move(who));
      TRY_VOID(gather(story, Place::person));
      if (seen.size() == 1) next = casework::joinings_of(story).into;
    }
    return {};
  }

  Result<void> gather(const Story& story, Place place) {
    const std::size_t begin = out_.leaving.size();
    for (const Item& item : story.items) {
      if (is_part(item.compartment)) TRY_VOID(gather(story, place, item));
    }
    std::stable_sort(out_.leaving.begin() + static_cast<std::ptrdiff_t>(begin), out_.leaving.end(),
                     [](const Leaving& a, const Leaving& b) { return a.version->seq < b.version->seq; });
    return {};
  }

  Result<void> gather(const Story& story, Place place, const Item& item) {
    if (item.closed) {
      out_.inventory.set_closed(out_.inventory.closed() + 1);
      return {};
    }
    if (item.latest().erased) {
      out_.inventory.set_erased(out_.inventory.erased() + 1);
      return {};
    }
    if (const auto* paper = item.as<PaperKept>()) {
      if (paper->returned_on().empty()) out_.inventory.set_originals(out_.inventory.originals() + 1);
    }
    const auto& groups = groups_of_entry(item.type);
    const bool readable = std::all_of(item.versions.begin(), item.versions.end(), [](const Version& one) { return one.erased || one.message != nullptr; });
    if (!groups.empty() && (!is_covered(covered_, item.type) || !readable || !take_forms(item))) {
      ++staying_[item.type];
      return {};
    }
    if (groups.empty()) {
      // What is made anew is neither given nor kept back.
      if (schema::entry_type(item.type) == nullptr) ++staying_[item.type];
      return {};
    }
    ++going_[item.type];
    EntryId before;
    for (const Version& version : item.versions) {
      if (version.erased) continue;
      Leaving one{place, story.file, &item, &version, before, 0};
      if (before.is_nil() && version.id == item.first().id) TRY_VOID(look_for_document(one));
      bytes_ += version.message->ByteSizeLong();
      latest_ = std::max(latest_, version.time);
      out_.leaving.push_back(one);
      before = version.id;
    }
    return {};
  }

  // Whether the definitions that these answers name are at hand.
  bool take_forms(const Item& item) {
    const schema::EntryType* type = schema::entry_type(item.type);
    if (type == nullptr || !type->own_form) return true;
    for (const Version& version : item.versions) {
      if (version.message == nullptr) continue;
      const auto form = schema::own_form_of_answers(*version.message);
      if (form == nullptr) return false;
      if (known_forms_.contains(form->hash())) continue;
      const auto bytes = definition_of(*form);
      if (!bytes) return false;
      known_forms_.insert(form->hash());
      out_.forms.push_back(*bytes);
    }
    return true;
  }
  std::optional<Bytes> definition_of(const schema::OwnForm& form) const {
    const auto state = vault_.directory();
    for (const auto& [name, versions] : state->forms()) {
      for (const vault::FormVersion& one : versions) {
        if (to_hex(one.hash) == form.hash()) return *one.definition;
      }
    }
    // Of a case that came from elsewhere itself: as it was written there, or not at all.
    Bytes bytes = schema::serialise(form.definition());
    if (form_hash(bytes) == form.hash()) return bytes;
    return std::nullopt;
  }

  Result<void> look_for_document(Leaving& one) {
    if (!casework::is_document(one.item->type)) return {};
    TRY(blob, vault_.store().blob_of(one.file, one.version->seq));
    if (!blob) return {};
    const auto document = casework::document_in(*one.item);
    const std::uint64_t said = document ? std::strtoull(document->size.c_str(), nullptr, 10) : 0;
    if (said == 0) return {};
    one.document = said;
    out_.inventory.set_documents(out_.inventory.documents() + 1);
    out_.inventory.set_document_bytes(out_.inventory.document_bytes() + said);
    return {};
  }

  void put_days(const Story& story) {
    for (const Item* item : story.all<FirstContact>()) {
      const std::string& day = item->as<FirstContact>()->date();
      if (out_.inventory.first().empty() || day < out_.inventory.first()) out_.inventory.set_first(day);
    }
    if (latest_ != Time()) out_.inventory.set_last(to_iso(date_of(latest_)));
  }

  vault::Vault& vault_;
  const vault::Keyring& by_;
  const FileId case_file_;
  const Groups& covered_;
  const vault::Action action_;
  Gathered out_;
  std::map<std::uint16_t, std::uint32_t> going_;
  std::map<std::uint16_t, std::uint32_t> staying_;
  std::set<std::string> known_forms_;
  std::uint64_t bytes_ = 0;
  Time latest_;
};

Result<void> write_document(vault::Vault& vault, const vault::Keyring& by, const Leaving& one, BundleWriter& to) {
  TRY(blob, vault.open_blob(by, one.file, one.version->seq));
  if (blob->size() != one.document) return Error(ErrorCode::damaged, "This document is damaged: a part of it is missing or altered. Tell your administrator.");
  for (;;) {
    TRY(piece, blob->next());
    if (piece.empty()) return {};
    TRY_VOID(to.chunk(piece));
    crypto::wipe(piece);
  }
}

Result<void> write_entry(vault::Vault& vault, const vault::Keyring& by, const Leaving& one, BundleWriter& to) {
  const Version& version = *one.version;
  BundleEntry entry;
  entry.place = one.place;
  entry.type = one.item->type;
  entry.id = version.id;
  entry.amends = one.amends;
  entry.time = version.time;
  if (version.origin != nullptr) {
    entry.author = version.origin->author;
    entry.organisation = version.origin->organisation;
  } else if (const vault::Member* member = vault.directory()->member(version.author)) {
    entry.author = member->name;
  }
  entry.document = one.document;
  const std::unique_ptr<google::protobuf::Message> message(version.message->New());
  message->CopyFrom(*version.message);
  empty_for_leaving(*message);
  entry.content = schema::serialise(*message);
  TRY_VOID(to.entry(entry));
  crypto::wipe(entry.content);
  if (one.document > 0) TRY_VOID(write_document(vault, by, one, to));
  return {};
}

}  // namespace

Result<CaseInventory> take_inventory(vault::Vault& vault, const vault::Keyring& by, FileId case_file, const Groups& covered) {
  TRY(gathered, Gathering(vault, by, case_file, covered, vault::Action::opened).run());
  return std::move(gathered.inventory);
}

Result<CaseInventory> write_bundle(vault::Vault& vault, const vault::Keyring& by, FileId case_file, const Groups& covered, const Sink& to) {
  TRY(gathered, Gathering(vault, by, case_file, covered, vault::Action::exported).run());
  BundleWriter writer(to);
  TRY_VOID(writer.head({vault.organization(), case_file, gathered.person, vault.clock().now(), schema::serialise(gathered.inventory)}));
  for (Bytes& form : gathered.forms) TRY_VOID(writer.form({std::move(form)}));
  for (const Leaving& one : gathered.leaving) TRY_VOID(write_entry(vault, by, one, writer));
  TRY(end, writer.end());
  gathered.inventory.set_hash(end.hash.data(), end.hash.size());
  gathered.inventory.set_size(end.size);
  return std::move(gathered.inventory);
}

}  // namespace arasha::handover
