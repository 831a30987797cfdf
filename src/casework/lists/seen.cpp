#include "casework/lists/seen.h"

#include <algorithm>
#include <map>

#include "casework/lists/kept.h"
#include "vault/lookback.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kMostOwn = 500;       // cases of one member that are looked through
constexpr int kMostMarks = 4'000;           // files, the newest last
constexpr std::uint32_t kMostEntries = 50;  // of one file that are counted

using Marks = std::map<FileId, std::uint32_t>;

Marks marks_of(const SeenFiles& seen) {
  Marks out;
  for (const auto& one : seen.files()) {
    if (const auto file = FileId::from_bytes(view(one.file()))) out[*file] = one.length();
  }
  return out;
}

// True where it says something new. A mark never goes back: two pages of one case may come in any order.
bool put_mark(SeenFiles& seen, FileId file, std::uint32_t length) {
  const std::string id = to_text(file.bytes());
  for (int i = 0; i < seen.files_size(); ++i) {
    if (seen.files(i).file() != id) continue;
    if (seen.files(i).length() >= length) return false;
    seen.mutable_files()->DeleteSubrange(i, 1);
    break;
  }
  auto& one = *seen.add_files();
  one.set_file(id);
  one.set_length(length);
  if (seen.files_size() > kMostMarks) seen.mutable_files()->DeleteSubrange(0, seen.files_size() - kMostMarks);
  return true;
}

std::vector<projection::CaseRow> own_cases(const Desk& desk, const projection::Access& access, MemberId member) {
  projection::CaseQuery query;
  query.state = "open";
  query.owner = member.text();
  query.limit = kMostOwn;
  return desk.tables.cases().list(access, query).rows;
}

const char* title_of(std::uint16_t number) {
  if (number == vault::kErasureType) return N_("Something was erased");
  const schema::EntryType* type = schema::entry_type(number);
  return type == nullptr ? N_("Entry of a newer program") : type->title.c_str();
}

}  // namespace

void note_seen(const Desk& desk, const Visit& visit, const CaseView& view) {
  if (view.card.owner() != visit.keyring.member().text()) return;
  static_cast<void>(change_seen(desk, visit.keyring, [&](SeenFiles& seen) -> Result<bool> {
    bool changed = put_mark(seen, view.file, view.story.length);
    if (view.who) changed = put_mark(seen, view.who->file, view.who->length) || changed;
    return changed;
  }));
}

Result<std::vector<ChangedCase>> changed_by_others(const Desk& desk, const Visit& visit) {
  const MemberId me = visit.keyring.member();
  std::vector<projection::CaseRow> rows;
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
    rows = own_cases(desk, access, me);
  }
  if (rows.empty()) return std::vector<ChangedCase>();
  TRY(seen, seen_files(desk, visit.keyring));
  const Marks known = marks_of(seen);
  std::vector<vault::Mark> marks;
  std::map<FileId, std::size_t> case_of;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::vector<FileId> files = {rows[i].file};
    if (const auto person = FileId::from_text(rows[i].card.person())) files.push_back(*person);
    for (const FileId file : files) {
      if (!case_of.emplace(file, i).second) continue;
      const auto mark = known.find(file);
      marks.push_back({file, mark == known.end() ? 0 : mark->second});
    }
  }
  TRY(written, vault::written_since(desk.vault, visit.keyring, marks, kMostEntries));
  std::map<std::size_t, ChangedCase> found;
  for (const vault::Written& one : written) {
    const std::size_t row = case_of.at(one.file);
    for (const vault::EntryHeader& header : one.headers) {
      if (header.author == me) continue;
      ChangedCase& changed = found[row];
      ++changed.entries;
      if (changed.entries > 1 && header.time < changed.time) continue;
      changed.author = header.author;
      changed.time = header.time;
      changed.type = header.type;
    }
  }
  std::vector<ChangedCase> out;
  for (auto& [row, changed] : found) {
    changed.file = rows[row].file;
    changed.card = std::move(rows[row].card);
    out.push_back(std::move(changed));
  }
  std::stable_sort(out.begin(), out.end(), [](const ChangedCase& a, const ChangedCase& b) { return a.time > b.time; });
  return out;
}

Html changed_section(const Catalogue& words, const vault::Directory& state, const std::vector<ChangedCase>& changed, std::size_t most) {
  if (changed.empty()) return {};
  Html items;
  for (std::size_t i = 0; i < changed.size() && i < most; ++i) {
    const ChangedCase& one = changed[i];
    std::string about = std::string(words.text(title_of(one.type)));
    if (one.entries > 1) about += " " + words.plural("and {1} more entry", "and {1} more entries", static_cast<std::int64_t>(one.entries - 1));
    const std::string who = member_name(state, one.author);
    about += " · " + (who.empty() ? "" : who + ", ") + words.moment(one.time);
    items.add(el("li", {{"class", "arasha-item"}}, el("div", {}, el("a", {{"href", "/case/" + one.file.text()}, {"class", "govuk-link arasha-case-link"}}, one.card.alias()), " ", danger_tag(words, one.card)),
                 quiet(about)));
  }
  Html out = el("h2", {{"class", "govuk-heading-m"}, {"id", "changed"}}, words.text(N_("Changed by colleagues")), " ",
                el("span", {{"class", "arasha-count-of"}}, words.number(static_cast<std::int64_t>(changed.size()))));
  out.add(el("p", {{"class", "govuk-hint"}}, words.text(N_("In cases that you look after, since you last opened them."))));
  out.add(el("ul", {{"class", "arasha-items"}}, items));
  if (changed.size() > most) {
    out.add(el("p", {{"class", "govuk-body"}}, words.plural("and {1} more case", "and {1} more cases", static_cast<std::int64_t>(changed.size() - most))));
  }
  return el("section", {{"class", "arasha-part arasha-part--changed"}, {"aria-labelledby", "changed"}}, out);
}

}  // namespace arasha::casework
