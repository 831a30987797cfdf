#include "casework/clues/book.h"

#include <algorithm>

#include "casework/changes.h"
#include "casework/clues/keys.h"
#include "casework/readers.h"

namespace arasha::casework {
namespace {

template <class MessageType>
ClueSaid said_by(const MessageType& clue) {
  return {clue.kind(), clue.value(), clue.town(), clue.birth_year(), clue.role()};
}

Error not_yours_to_change() {
  return {ErrorCode::denied, "This clue is compared with other cases, and none of your circles does that. Ask a colleague of the circle that does to change it."};
}

bool file_exists(const vault::Vault& vault, FileId file) {
  const auto row = vault.store().file(file);
  return row && row->has_value();
}

Result<void> make_book(vault::Vault& vault, const vault::Keyring& by) {
  CrossCheck first;
  first.set_what("book");
  vault::FileChange change;
  change.file = clue_book(vault);
  change.entries.push_back(entry_for(first));
  const auto made = vault.append(by, {change});
  if (!made && made.error().code != ErrorCode::conflict) return made.error();  // conflict: a colleague was quicker
  return {};
}

// A file that nothing of CLUES stands in yet: whoever opens the clues themselves, when only some members do.
Result<void> open_compartment(const vault::Vault& vault, FileId file, std::uint8_t compartment, vault::FileChange& change) {
  TRY(readers, readers_of(vault, file, compartment));
  if (auto only = only_members_of(vault, readers)) change.only_members = std::move(only);
  return {};
}

// As this change leaves it so far.
Result<ClueCard> card_before(const vault::Vault& vault, const vault::Keyring& by, FileId file, const vault::FileChange& change) {
  for (const vault::NewCard& card : change.cards) {
    if (card.compartment == CLUES) return schema::parse_as<ClueCard>(card.content);
  }
  return clue_card(vault, by, file);
}

ClueMarks* marks_of(ClueCard& card, const std::string& clue) {
  for (ClueMarks& one : *card.mutable_marks()) {
    if (one.clue() == clue && one.keys() == kKeysVersion) return &one;
  }
  return nullptr;
}

Result<ClueMarks> make_marks(vault::Vault& vault, const vault::Keyring& by, const ClueSaid& said) {
  ClueMarks out;
  std::vector<vault::TextToPrint> texts;
  std::vector<std::size_t> shown;  // of the endings of each text: how many are for showing
  for (const ClueKey& key : clue_keys({said.kind, said.value, said.town, said.birth_year})) {
    vault::TextToPrint text{key.text, key.shows()};
    shown.push_back(text.endings.size());
    for (std::string& one : key.seeks()) text.endings.push_back(std::move(one));
    texts.push_back(std::move(text));
  }
  TRY(prints, vault.fingerprints(by, clue_book(vault), CLUES, texts));
  for (std::size_t i = 0; i < prints.size(); ++i) {
    for (std::size_t j = 0; j < prints[i].size(); ++j) {
      const std::string bytes = to_text(prints[i][j]);
      if (j < shown[i]) out.add_shows(bytes);
      else out.add_seeks(bytes);
    }
  }
  // In no order that tells which is which.
  std::sort(out.mutable_shows()->begin(), out.mutable_shows()->end());
  std::sort(out.mutable_seeks()->begin(), out.mutable_seeks()->end());
  return out;
}

}  // namespace

bool is_clue(std::uint16_t entry_type) {
  return entry_type == schema::entry_type_of<Clue>().number || entry_type == schema::entry_type_of<LegalClue>().number;
}

std::optional<ClueSaid> clue_said(const google::protobuf::Message& message) {
  if (const auto* clue = dynamic_cast<const Clue*>(&message)) return said_by(*clue);
  if (const auto* clue = dynamic_cast<const LegalClue*>(&message)) return said_by(*clue);
  return std::nullopt;
}

// One id for each organisation, so that two colleagues who make it at once cannot make two.
FileId clue_book(const vault::Vault& vault) {
  const auto whole = crypto::fingerprint("arasha/clue-book/v1", {vault.organization().bytes()});
  return *FileId::from_bytes(BytesView(whole).first(FileId().bytes().size()));
}

Comparing comparing(const vault::Vault& vault, const vault::Keyring& by) {
  const FileId book = clue_book(vault);
  if (vault.may_open(by, book, CLUES)) return Comparing::yes;
  const auto circles = vault.directory()->readers(CLUES);
  if (circles.empty()) return Comparing::no_circle;
  if (file_exists(vault, book)) return Comparing::not_yours;
  const bool hers = std::any_of(circles.begin(), circles.end(), [&](CircleId id) { return by.holds(id); });
  return hers ? Comparing::yes : Comparing::not_yours;
}

Result<ClueCard> clue_card(const vault::Vault& vault, const vault::Keyring& by, FileId file) {
  if (!vault.may_open(by, file, CLUES)) return ClueCard();
  TRY(bytes, vault.card(by, file, CLUES));
  if (!bytes || bytes->empty()) return ClueCard();
  return schema::parse_as<ClueCard>(*bytes);
}

Result<void> keep_marks(vault::Vault& vault, const vault::Keyring& by, const Story& after, std::uint8_t compartment, bool replaces,
                        vault::FileChange& change) {
  TRY(readers, readers_of(vault, after.file, CLUES));
  if (readers.exists && !vault.may_open(by, after.file, CLUES)) {
    if (replaces) return not_yours_to_change();
    return {};
  }
  if (comparing(vault, by) != Comparing::yes) {
    if (replaces && readers.exists) return not_yours_to_change();
    return {};
  }
  if (!readers.exists) TRY_VOID(open_compartment(vault, after.file, compartment, change));
  if (!file_exists(vault, clue_book(vault))) TRY_VOID(make_book(vault, by));
  TRY(before, card_before(vault, by, after.file, change));
  ClueCard card;
  *card.mutable_questions() = before.questions();
  for (const ClueMarks& one : before.marks()) {
    if (one.legal() != (compartment == LEGAL)) *card.add_marks() = one;
  }
  for (const Item& item : after.items) {
    const auto said = item.compartment == compartment && item.latest().message != nullptr ? clue_said(*item.latest().message) : std::nullopt;
    if (!said) continue;
    const std::string id = item.latest().id.text();
    if (const ClueMarks* known = marks_of(before, id)) {
      *card.add_marks() = *known;
      continue;
    }
    TRY(marks, make_marks(vault, by, *said));
    marks.set_clue(id);
    marks.set_legal(compartment == LEGAL);
    marks.set_keys(kKeysVersion);
    *card.add_marks() = std::move(marks);
  }
  std::erase_if(change.cards, [](const vault::NewCard& one) { return one.compartment == CLUES; });
  change.cards.push_back({CLUES, schema::serialise(card)});
  return {};
}

}  // namespace arasha::casework
