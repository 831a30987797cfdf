// Taking in a case: what was looked through becomes two files, in few changes; then its documents, one by one; then the mark that it is
// complete. Every change asks first what stands there already, so it may end anywhere and be begun again by anybody.
#include "handover/take_in.h"

#include <algorithm>
#include <map>
#include <set>

#include "casework/changes.h"
#include "casework/clues/book.h"
#include "casework/readers.h"
#include "vault/alias.h"
#include "vault/blobs.h"

namespace arasha::handover {
namespace {

using google::protobuf::Message;

constexpr int kTries = 16;
constexpr vault::Compartment kWithClues[] = {ASSISTANCE, LEGAL};
constexpr std::size_t kEntriesAtOnce = 4'000;
constexpr std::size_t kBytesAtOnce = 16U << 20U;
constexpr int kRowsOfAnOrigin = 2'000;
constexpr std::size_t kBytesOfAnOrigin = 100 * 1024;

// An entry that take_in makes itself.
struct Made {
  Place place = Place::work;
  EntryId id;
  std::unique_ptr<Message> message;
};

std::unique_ptr<Message> origin_of(vault::Compartment compartment, const char* field, const std::string& bytes) {
  std::unique_ptr<Message> out;
  switch (compartment) {
    case IDENTITY: out = std::make_unique<IdentityOrigin>(); break;
    case HEALTH: out = std::make_unique<HealthOrigin>(); break;
    case LEGAL: out = std::make_unique<LegalOrigin>(); break;
    case PRESENCE: out = std::make_unique<PresenceOrigin>(); break;
    default: out = std::make_unique<CaseOrigin>(); break;
  }
  if (!bytes.empty()) out->GetReflection()->SetString(out.get(), out->GetDescriptor()->FindFieldByName(field), bytes);
  return out;
}

Place place_of(vault::Compartment compartment) { return compartment == IDENTITY || compartment == HEALTH ? Place::person : Place::work; }

// What stands in a file, by its headers; nothing opened where there is no file yet.
struct Standing {
  explicit Standing(FileId file) { opened.id = file; }
  vault::OpenedFile opened;
  std::map<EntryId, bool> known;  // true: erased
};

class TakingIn {
 public:
  TakingIn(vault::Vault& vault, const vault::Keyring& by, const casework::Cases::AliasTaken& alias_taken, const TakeIn& what, Plan plan)
      : vault_(vault), by_(by), alias_taken_(alias_taken), what_(what), plan_(std::move(plan)), ids_(plan_.head.from, vault.organization()) {}

  Result<TakenIn> run(const std::function<Result<Source>()>& open) {
    TRY_VOID(check_may());
    for (const FormHere& form : plan_.forms) TRY_VOID(schema::learn_form(form.hash, form.definition));
    make_entries();
    TRY_VOID(write_entries());
    TRY_VOID(write_documents(open));
    return finish();
  }

 private:
  FileId file_of(Place place) const { return place == Place::person ? plan_.person_file : plan_.case_file; }
  EntryId made_id(std::string_view what, FileId file) const { return ids_.made(what, file, {}); }
  EntryId complete_id() const { return ids_.made("complete", plan_.case_file, view(plan_.inventory.hash())); }

  // Whoever takes it in must be able to go on at any point, so every part must be open to her.
  Result<void> check_may() const {
    const auto state = vault_.directory();
    for (const vault::Compartment part : plan_.parts) {
      const FileId file = file_of(place_of(part));
      if (vault_.may_open(by_, file, part)) continue;
      TRY(readers, casework::readers_of(vault_, file, part));
      const auto circles = state->readers(part);
      if (readers.exists || std::none_of(circles.begin(), circles.end(), [&](CircleId id) { return by_.holds(id); })) return Error(ErrorCode::denied, "This case holds parts that none of your circles opens. Ask a colleague of those circles to take it in.");
    }
    return {};
  }

  // Who may open the parts of a restricted case. Once it is begun that stands fixed, whoever goes on.
  Result<casework::OnlyMembers> only_members() const {
    TRY(readers, casework::readers_of(vault_, plan_.case_file, ASSISTANCE));
    if (readers.exists) return casework::only_members_of(vault_, readers);
    if (!plan_.inventory.restricted()) return casework::OnlyMembers();
    std::vector<MemberId> out = what_.colleagues;
    if (std::find(out.begin(), out.end(), by_.member()) == out.end()) out.push_back(by_.member());
    return casework::OnlyMembers(std::move(out));
  }

  // --- What is made here: where the case came from, and who wrote what.

  void make(Place place, EntryId id, std::unique_ptr<Message> message) { made_.push_back({place, id, std::move(message)}); }

  void make_entries() {
    auto opened = std::make_unique<CaseOpened>();
    opened->set_alias(vault::random_alias(alias_taken_));
    opened->set_person(plan_.person_file.text());
    opened->set_provenance("own");
    auto shift = std::make_unique<CaseForShift>();
    shift->set_alias(opened->alias());
    shift->set_person(opened->person());
    make(Place::work, made_id("opened", plan_.case_file), std::move(opened));
    make(Place::work, made_id("shift", plan_.case_file), std::move(shift));
    make(Place::work, made_id("origin", plan_.case_file), std::make_unique<CaseOrigin>(origin()));
    make(Place::person, made_id("origin", plan_.person_file), std::make_unique<IdentityOrigin>());
    for (const FormHere& form : plan_.forms) {
      const auto compartment = static_cast<vault::Compartment>(form.form->type().compartment);
      const Place place = place_of(compartment);
      if (form.form->definition().name() == form.name_there) continue;  // stands here
      make(place, ids_.made("form", file_of(place), view(form.hash)), origin_of(compartment, "form", to_text(form.definition)));
    }
    for (const vault::Compartment part : plan_.parts) make_rows(part);
  }

  CaseOrigin origin() const {
    CaseOrigin out;
    out.set_organisation(what_.from_name);
    out.set_organisation_id(what_.from.text());
    out.set_alias(plan_.inventory.alias());
    out.set_case_there(plan_.inventory.case_there());
    out.set_date(to_iso(date_of(what_.handed_over)));
    if (!what_.thread_file.is_nil()) out.set_thread(what_.thread_file.text());
    out.set_hash(to_hex(view(plan_.inventory.hash())));
    return out;
  }

  void make_rows(vault::Compartment part) {
    EntryOrigins rows;
    std::map<std::string, std::uint32_t> authors;
    std::map<std::string, std::uint32_t> organisations;
    std::uint32_t number = 0;
    const auto place_in = [](std::map<std::string, std::uint32_t>& known, const std::string& name, auto* list) {
      const auto [found, fresh] = known.emplace(name, static_cast<std::uint32_t>(known.size()));
      if (fresh) *list->Add() = name;
      return found->second;
    };
    const auto flush = [&] {
      if (rows.rows_size() == 0) return;
      const Bytes which = ByteWriter().sized(plan_.inventory.hash()).u8(part).u32(number++).take();
      const Place place = place_of(part);
      make(place, ids_.made("rows", file_of(place), which), origin_of(part, "entries", rows.SerializeAsString()));
      rows.Clear();
      authors.clear();
      organisations.clear();
    };
    std::size_t bytes = 0;
    for (const PlannedEntry& one : plan_.entries) {
      if (one.compartment != part) continue;
      if (rows.rows_size() >= kRowsOfAnOrigin || bytes > kBytesOfAnOrigin) {
        flush();
        bytes = 0;
      }
      auto* row = rows.add_rows();
      row->set_id(one.id.bytes().data(), one.id.bytes().size());
      row->set_author(place_in(authors, one.author, rows.mutable_authors()));
      row->set_organisation(place_in(organisations, one.organisation, rows.mutable_organisations()));
      row->set_time(to_milliseconds(one.time));
      bytes += 40 + one.author.size() + one.organisation.size();
    }
    flush();
  }

  // --- Writing

  Result<Standing> standing(FileId file) const {
    Standing out(file);
    TRY(row, vault_.store().file(file));
    if (!row) return out;
    TRY(opened, vault_.open_file(by_, file, vault::Action::imported));
    out.opened = std::move(opened);
    for (const vault::OpenedEntry& entry : out.opened.entries) out.known[entry.header.id] = entry.state == vault::EntryState::erased;
    return out;
  }

  struct Budget {
    std::size_t entries = 0;
    std::size_t bytes = 0;
    bool is_used_up() const { return entries >= kEntriesAtOnce || bytes >= kBytesAtOnce; }
  };

  // What was erased here stays so: its later corrections are not written either.
  static bool is_gone(Standing& at, const PlannedEntry& one) {
    const auto before = one.amends.is_nil() ? at.known.end() : at.known.find(one.amends);
    if (before == at.known.end() || !before->second) return false;
    at.known[one.id] = true;
    return true;
  }

  Result<bool> add_missing(Place place, Standing& at, casework::GrowingFile& growing, Budget& budget) const {
    bool added = false;
    const auto put = [&](EntryId id, EntryId amends, const Message& message, std::size_t size) {
      growing.add(message, amends, id);
      at.known[id] = false;
      added = true;
      ++budget.entries;
      budget.bytes += size;
    };
    for (const Made& one : made_) {
      if (one.place == place && !at.known.contains(one.id)) put(one.id, {}, *one.message, one.message->ByteSizeLong());
    }
    for (const PlannedEntry& one : plan_.entries) {
      if (one.place != place || !one.document_of.is_nil() || at.known.contains(one.id) || is_gone(at, one)) continue;
      if (budget.is_used_up()) break;
      TRY(message, message_of(one));
      put(one.id, one.amends, *message, one.content.size());
    }
    return added;
  }

  // Both files in one change as long as it is of a size that others can wait for.
  Result<void> write_entries() {
    for (int failed = 0; failed < kTries;) {
      Budget budget;
      std::vector<vault::FileChange> changes;
      TRY(only, only_members());
      for (const Place place : {Place::person, Place::work}) {
        TRY(at, standing(file_of(place)));
        const bool begins = at.opened.length == 0;
        casework::GrowingFile growing(at.opened);
        TRY(added, add_missing(place, at, growing, budget));
        if (!added) continue;
        // As when a case is opened: each part has its readers from the start.
        if (begins) growing.open(place == Place::person ? HEALTH : LEGAL);
        TRY(change, growing.take(by_.member(), vault_.clock().now()));
        change.only_members = only;
        changes.push_back(std::move(change));
      }
      if (changes.empty()) return {};
      const auto written = vault_.append(by_, changes);
      if (!written && written.error().code != ErrorCode::conflict) return written;
      if (!written) ++failed;
    }
    return Error(ErrorCode::conflict, "Others are writing into this case. Try again in a moment.");
  }

  Result<void> write_documents(const std::function<Result<Source>()>& open) {
    std::set<EntryId> missing;
    for (const Place place : {Place::person, Place::work}) {
      TRY(at, standing(file_of(place)));
      for (const PlannedEntry& one : plan_.entries) {
        if (one.place == place && one.document > 0 && !at.known.contains(one.id)) missing.insert(one.id);
      }
    }
    if (missing.empty()) return {};
    TRY(source, open());
    TRY(reader, BundleReader::open(std::move(source)));
    for (std::size_t at = 0; !missing.empty();) {
      TRY(record, reader.next());
      const auto* entry = std::get_if<BundleEntry>(&record);
      if (std::get_if<BundleEnd>(&record) != nullptr) return damaged_bundle();  // it is not the one that was looked through
      if (entry == nullptr) continue;
      if (at >= plan_.entries.size() || plan_.entries[at].id != ids_.entry(entry->id)) return damaged_bundle();
      const PlannedEntry& planned = plan_.entries[at++];
      if (missing.erase(planned.id) > 0) TRY_VOID(write_document(planned, reader));
    }
    return {};
  }

  Result<void> write_document(const PlannedEntry& planned, BundleReader& reader) {
    TRY(blob, vault_.begin_blob(by_, file_of(planned.place), planned.compartment));
    crypto::RunningHash hash;
    for (;;) {
      TRY(piece, reader.chunk());
      if (piece.empty()) break;
      hash.add(piece);
      TRY_VOID(blob->write(piece));
      crypto::wipe(piece);
    }
    if (hash.value() != planned.document_hash || blob->size() != planned.document) return damaged_bundle();
    TRY_VOID(blob->finish());
    for (int attempt = 0; attempt < kTries; ++attempt) {
      TRY(at, standing(file_of(planned.place)));
      if (at.known.contains(planned.id)) return {};  // a colleague was quicker
      casework::GrowingFile growing(std::move(at.opened));
      for (const PlannedEntry& one : plan_.entries) {
        if (one.document_of != planned.id) continue;
        TRY(message, message_of(one));
        growing.add(*message, one.amends, one.id);
      }
      TRY(change, growing.take(by_.member(), vault_.clock().now()));
      TRY(only, only_members());
      change.only_members = std::move(only);
      change.entries.front().blob = blob;
      const auto written = vault_.append(by_, {change});
      if (written || written.error().code != ErrorCode::conflict) return written;
    }
    return Error(ErrorCode::conflict, "Others are writing into this case. Try again in a moment.");
  }

  // The clues are compared with other cases from now on, as if they had been written here; then it is complete.
  Result<TakenIn> finish() {
    for (int attempt = 0; attempt < kTries; ++attempt) {
      TRY(at, standing(plan_.case_file));
      const bool complete = at.known.contains(complete_id());
      casework::GrowingFile growing(std::move(at.opened));
      TRY(story, growing.story());
      const auto* opened = story.last<CaseOpened>();
      if (opened == nullptr) return Error(ErrorCode::denied, "You cannot open this file.");
      TakenIn out{plan_.case_file, plan_.person_file, opened->alias(), plan_.inventory};
      if (complete) return out;
      const casework::Item* before = story.find(made_id("origin", plan_.case_file));
      CaseOrigin mark = origin();
      mark.set_complete("yes");
      growing.add(mark, before == nullptr ? EntryId() : before->latest().id, complete_id());
      TRY(change, growing.take(by_.member(), vault_.clock().now()));
      TRY(only, only_members());
      change.only_members = std::move(only);
      for (const vault::Compartment part : kWithClues) {
        const bool has_clues = std::any_of(story.items.begin(), story.items.end(), [&](const casework::Item& item) { return item.compartment == part && casework::is_clue(item.type); });
        if (has_clues) TRY_VOID(casework::keep_marks(vault_, by_, story, part, false, change));
      }
      const auto written = vault_.append(by_, {change});
      if (written) return out;
      if (written.error().code != ErrorCode::conflict) return written.error();
    }
    return Error(ErrorCode::conflict, "Others are writing into this case. Try again in a moment.");
  }

  vault::Vault& vault_;
  const vault::Keyring& by_;
  const casework::Cases::AliasTaken& alias_taken_;
  const TakeIn& what_;
  const Plan plan_;
  const IdsHere ids_;
  std::vector<Made> made_;
};

}  // namespace

Result<TakenIn> take_in(vault::Vault& vault, const vault::Keyring& by, const casework::Cases::AliasTaken& alias_taken, const TakeIn& what,
                        const std::function<Result<Source>()>& open) {
  TRY(source, open());
  TRY(plan, look_through(vault, what.from, what.from_name, std::move(source)));
  return TakingIn(vault, by, alias_taken, what, std::move(plan)).run(open);
}

FileId file_here(const vault::Vault& vault, OrganizationId from, FileId file_there) { return IdsHere(from, vault.organization()).file(file_there); }

}  // namespace arasha::handover
