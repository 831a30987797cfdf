#include "casework/clues/links.h"

#include <algorithm>

#include "casework/changes.h"
#include "casework/clues/keys.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kMostHits = 50;   // of one clue
constexpr std::size_t kMostAsked = 10;  // cases, with one question
constexpr int kTries = 8;
constexpr vault::Compartment kWithClues[] = {ASSISTANCE, LEGAL};

struct Hit {
  const Item* mine = nullptr;
  projection::ClueHit theirs;
  ClueCard card;  // of the other case
};

Error nothing_agrees() { return {ErrorCode::not_found, "No other case mentions this clue now."}; }

std::vector<Hit> hits_of(const Desk& desk, const projection::Access& access, FileId file, const Item& item, const ClueCard& own) {
  std::vector<Hit> out;
  for (const ClueMarks& marks : own.marks()) {
    if (marks.clue() != item.latest().id.text() || marks.keys() != kKeysVersion) continue;
    const std::vector<std::string> sought(marks.seeks().begin(), marks.seeks().end());
    for (auto& one : desk.tables.clues().find(access, file, sought, kMostHits)) {
      ClueCard card;
      if (auto theirs = desk.tables.clues().card(access, one.file)) card = std::move(*theirs);
      out.push_back({&item, std::move(one), std::move(card)});
    }
  }
  return out;
}

bool opens(const Desk& desk, const Visit& visit, const projection::ClueHit& hit) {
  return desk.vault.may_open(visit.keyring, hit.file, hit.legal ? LEGAL : ASSISTANCE);
}

std::vector<const Item*> readable_clues(const Story& story) {
  std::vector<const Item*> out;
  for (const Item& item : story.items) {
    if (item.latest().message != nullptr && clue_said(*item.latest().message)) out.push_back(&item);
  }
  return out;
}

// Circles only: a case of which members are named says nothing to anybody else.
Result<void> add_circles(const Desk& desk, const projection::ClueHit& hit, std::vector<CircleId>& out) {
  TRY(grants, desk.vault.store().grants(hit.file));
  const auto state = desk.vault.directory();
  for (const auto& grant : grants) {
    const auto circle = CircleId::from_bytes(grant.recipient.bytes());
    if (grant.compartment != (hit.legal ? LEGAL : ASSISTANCE) || !circle || state->circle(*circle) == nullptr) continue;
    if (std::find(out.begin(), out.end(), *circle) == out.end()) out.push_back(*circle);
  }
  return {};
}

bool enough_said(const Item& item) {
  const auto said = clue_said(*item.latest().message);
  return !clue_keys({said->kind, said->value, said->town, said->birth_year}).empty();
}

void add_questions(const ClueCard& card, const std::vector<const Item*>& clues, std::vector<QuestionHere>& out) {
  for (const ClueQuestion& question : card.questions()) {
    QuestionHere here{question, nullptr};
    for (const Item* item : clues) {
      const bool is_it = std::any_of(item->versions.begin(), item->versions.end(), [&](const Version& one) { return one.id.text() == question.clue(); });
      if (is_it) here.item = item;
    }
    if (here.item != nullptr) out.push_back(std::move(here));  // of a clue that she may not read, no question either
  }
  std::stable_partition(out.begin(), out.end(), [](const QuestionHere& one) { return one.question.answer().empty(); });
}

Result<void> tell_links(const Desk& desk, const Visit& visit, const std::vector<Hit>& hits, ClueLinks& out) {
  const std::string me = visit.keyring.member().text();
  for (const Hit& hit : hits) {
    if (opens(desk, visit, hit.theirs)) {
      const bool known = std::any_of(out.cases.begin(), out.cases.end(), [&](const LinkedCase& one) { return one.file == hit.theirs.file; });
      if (!known) out.cases.push_back({hit.theirs.file, {}});
      continue;
    }
    TRY_VOID(add_circles(desk, hit.theirs, out.circles));
    for (const ClueQuestion& one : hit.card.questions()) {
      if (one.clue() == hit.theirs.clue && one.asked_by() == me) out.asked.push_back({one.day(), one.answer(), one.answered_by()});
    }
  }
  std::sort(out.circles.begin(), out.circles.end());
  return {};
}

// One entry of CLUES behind the others, with the card that it changes. `edit` sees both as they stand; nothing else of the file
// is read.
template <class Edit>
Result<void> write_cross_check(const Desk& desk, const Visit& visit, FileId file, const Edit& edit) {
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(row, desk.vault.store().file(file));
    if (!row) return nothing_agrees();
    TRY(card, clue_card(desk.vault, visit.keyring, file));
    vault::NewEntry entry;
    TRY(wanted, edit(entry, card));
    if (!wanted) return {};
    vault::FileChange change;
    change.file = file;
    change.expected_length = row->length;
    change.entries.push_back(std::move(entry));
    change.cards.push_back({CLUES, schema::serialise(card)});
    answer = desk.vault.append(visit.keyring, {change});
    if (answer || answer.error().code != ErrorCode::conflict) return answer;
  }
  return answer;
}

}  // namespace

Result<CluesOfCase> clues_of(const Desk& desk, const Visit& visit, FileId file, const Story& story) {
  CluesOfCase out;
  const auto clues = readable_clues(story);
  out.comparing = comparing(desk.vault, visit.keyring);
  std::vector<std::vector<Hit>> hits(clues.size());
  std::uint32_t found = 0;
  bool looked = false;
  if (out.comparing == Comparing::yes) {
    TRY(own, clue_card(desk.vault, visit.keyring, file));
    add_questions(own, clues, out.questions);
    if (!clues.empty() && !own.marks().empty()) {
      TRY(access, desk.tables.projection().enter(visit.keyring, CLUES));
      for (std::size_t i = 0; i < clues.size(); ++i) {
        hits[i] = hits_of(desk, access, file, *clues[i], own);
        found += static_cast<std::uint32_t>(hits[i].size());
      }
      looked = true;
    }
    for (const Item* item : clues) {
      ClueLinks links;
      links.item = item;
      links.compared = std::any_of(own.marks().begin(), own.marks().end(), [&](const ClueMarks& one) {
        return one.clue() == item->latest().id.text() && one.keys() == kKeysVersion;
      });
      out.clues.push_back(std::move(links));
    }
  }
  // Whoever does not compare sees the clues alone.
  if (out.clues.empty()) {
    for (const Item* item : clues) out.clues.emplace_back().item = item;
  }
  // Before anything that was found is told.
  if (looked) TRY_VOID(desk.vault.record(visit.keyring, vault::Action::searched, file, found));
  for (std::size_t i = 0; i < clues.size(); ++i) {
    out.clues[i].enough = enough_said(*clues[i]);
    TRY_VOID(tell_links(desk, visit, hits[i], out.clues[i]));
  }
  if (std::all_of(out.clues.begin(), out.clues.end(), [](const ClueLinks& one) { return one.cases.empty(); })) return out;
  TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
  for (ClueLinks& links : out.clues) {
    for (LinkedCase& one : links.cases) {
      if (const auto card = desk.tables.cases().card(access, one.file)) one.alias = card->alias();
    }
  }
  return out;
}

Result<int> ask_about(const Desk& desk, const Visit& visit, FileId file, const Story& story, EntryId clue) {
  const Item* item = story.find(clue);
  if (item == nullptr || item->latest().message == nullptr || !clue_said(*item->latest().message)) return nothing_agrees();
  std::vector<Hit> hits;
  {
    TRY(own, clue_card(desk.vault, visit.keyring, file));
    TRY(access, desk.tables.projection().enter(visit.keyring, CLUES));
    hits = hits_of(desk, access, file, *item, own);
  }
  TRY_VOID(desk.vault.record(visit.keyring, vault::Action::searched, file, static_cast<std::uint32_t>(hits.size())));
  std::erase_if(hits, [&](const Hit& hit) { return opens(desk, visit, hit.theirs); });
  if (hits.empty()) return nothing_agrees();
  if (hits.size() > kMostAsked) hits.resize(kMostAsked);
  const std::string me = visit.keyring.member().text();
  int asked = 0;
  for (const Hit& hit : hits) {
    CrossCheck question;
    question.set_what("asked");
    question.set_clue(hit.theirs.clue);
    const auto edit = [&](vault::NewEntry& entry, ClueCard& card) -> Result<bool> {
      for (const ClueQuestion& one : card.questions()) {
        if (one.clue() == hit.theirs.clue && one.asked_by() == me && one.answer().empty()) return false;  // asked already
      }
      entry = entry_for(question);
      ClueQuestion* out = card.add_questions();
      out->set_id(entry.id.text());
      out->set_clue(hit.theirs.clue);
      out->set_asked_by(me);
      out->set_day(to_iso(today(desk)));
      return true;
    };
    TRY_VOID(write_cross_check(desk, visit, hit.theirs.file, edit));
    ++asked;
  }
  return asked;
}

Result<void> answer_question(const Desk& desk, const Visit& visit, FileId file, EntryId question, const std::string& answer) {
  const auto edit = [&](vault::NewEntry& entry, ClueCard& card) -> Result<bool> {
    for (ClueQuestion& one : *card.mutable_questions()) {
      if (one.id() != question.text()) continue;
      if (!one.answer().empty()) return Error(ErrorCode::conflict, "A colleague has answered already. Look at the answer that stands there.");
      CrossCheck said;
      said.set_what("asked");
      said.set_clue(one.clue());
      said.set_answer(answer);
      entry = entry_for(said, question);
      one.set_answer(answer);
      one.set_answered_by(visit.keyring.member().text());
      return true;
    }
    return Error(ErrorCode::not_found, "There is no such page.");
  };
  return write_cross_check(desk, visit, file, edit);
}

Result<void> compare_clues(const Desk& desk, const Visit& visit, FileId file) {
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(opened, desk.vault.open_file(visit.keyring, file));
    TRY(story, tell(opened));
    CrossCheck done;
    done.set_what("compared");
    vault::FileChange change;
    change.file = file;
    change.expected_length = opened.length;
    change.entries.push_back(entry_for(done));
    for (const vault::Compartment compartment : kWithClues) {
      if (!desk.vault.may_open(visit.keyring, file, compartment)) continue;
      TRY_VOID(keep_marks(desk.vault, visit.keyring, story, compartment, false, change));
    }
    if (change.cards.empty()) return Error(ErrorCode::denied, "None of your circles compares clues with other cases.");
    answer = desk.vault.append(visit.keyring, {change});
    if (answer || answer.error().code != ErrorCode::conflict) return answer;
  }
  return answer;
}

}  // namespace arasha::casework
