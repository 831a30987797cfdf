#include "casework/lists/out_rows.h"

#include <algorithm>

#include "casework/lists/flags.h"
#include "casework/services/words.h"
#include "casework/tasks/words.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kAtOnce = 500;

using Columns = std::vector<const OutColumn*>;

bool wants_person(const Columns& columns) {
  return std::any_of(columns.begin(), columns.end(), [](const OutColumn* column) {
    const std::string_view code = column->code;
    return code == "name" || code == "birth_date" || code == "document" || code == "phone" || code == "sex" || code == "age" || code == "citizenship";
  });
}

template <class Values>
std::string labels(const Catalogue& words, std::string_view vocabulary, const Values& codes) {
  std::string out;
  for (const std::string& code : codes) out += (out.empty() ? "" : "; ") + label(words, vocabulary, code);
  return out;
}

std::string state_text(const Catalogue& words, const std::string& state) {
  if (state == "new") return std::string(words.text(N_("New")));
  return std::string(state == "active" ? words.text(N_("Active")) : words.text(N_("Closed")));
}

std::string flags_text(const Catalogue& words, const CaseCard& card) {
  std::string out;
  for (const Flag& flag : card.flags()) out += (out.empty() ? "" : "; ") + flag_text(words, flag);
  return out;
}

std::string number_text(std::uint32_t number) { return std::to_string(number); }

// Of a case whose person's file is closed to the reader, the columns of the person stay empty.
std::string person_cell(const Catalogue& words, std::string_view code, const PersonCard& card, Date day) {
  if (code == "name") return card.names_size() > 0 ? card.names(0) : std::string();
  if (code == "other_names") {
    std::string out;
    for (int i = 1; i < card.names_size(); ++i) out += (out.empty() ? "" : "; ") + card.names(i);
    return out;
  }
  if (code == "birth_date") return card.birth_date();
  if (code == "document") return card.document_number();
  if (code == "phone") return card.phone();
  if (code == "sex") return card.sex().empty() ? std::string() : label(words, "sex", card.sex());
  if (code == "citizenship") {
    std::string out;
    for (const std::string& country : card.citizenships()) out += (out.empty() ? "" : "; ") + words.country(country);
    return out;
  }
  if (code == "age") {
    const auto birth = date_from_iso(card.birth_date());
    if (birth && *birth <= day) return std::to_string(years_between(*birth, day));
    return card.age_band().empty() ? std::string() : label(words, "age_band", card.age_band());
  }
  return {};
}

std::string case_cell(const Catalogue& words, const vault::Directory& state, std::string_view code, const CaseCard& card) {
  if (code == "alias") return card.alias();
  if (code == "state") return state_text(words, card.state());
  if (code == "opened") return card.opened();
  if (code == "updated") return card.updated();
  if (code == "closed") return card.closed();
  if (code == "closure_reason") return label(words, "closure_reason", card.closure_reason());
  if (code == "owner") return member_name(state, card.owner());
  if (code == "danger") return label(words, "danger", card.danger());
  if (code == "risk") return label(words, "risk_level", card.risk());
  if (code == "flags") return flags_text(words, card);
  if (code == "identification") return label(words, "identification_status", card.identification());
  if (code == "exploitation") return labels(words, "exploitation", card.exploitation());
  if (code == "country") return card.exploitation_country().empty() ? std::string() : words.country(card.exploitation_country());
  if (code == "source") return labels(words, "source", card.sources());
  if (code == "services") return number_text(card.services());
  if (code == "open_needs") return number_text(card.open_needs());
  if (code == "review") return card.next_review();
  if (code == "approval") return card.approval_since();
  if (code == "return") return label(words, "return_decision", card.return_decision());
  if (code == "departure") return card.departure();
  if (code == "arrival") return card.arrival();
  if (code == "provenance") return label(words, "provenance", card.provenance());
  return {};
}

std::string service_cell(const Catalogue& words, std::string_view code, const ServiceGiven& service) {
  if (code == "kind") return service_kind_title(words, service);
  if (code == "item") return service_title(words, service);
  if (code == "date") return service.date();
  if (code == "until") return service.until();
  if (code == "quantity") return service.quantity();
  if (code == "unit") return label(words, "unit", service.unit());
  if (code == "funding") return label(words, "funding", service.funding());
  if (code == "project") return service.project();
  if (code == "provider") return service.provider();
  if (code == "provider_kind") return label(words, "service_provider", service.provider_kind());
  if (code == "receipt") return label(words, "service_receipt", service.receipt());
  if (code == "receipt_number") return service.receipt_number();
  return {};
}

std::string due_cell(const Catalogue& words, const vault::Directory& state, std::string_view code, const projection::DueRow& row) {
  if (code == "alias") return row.alias;
  if (code == "day") return row.due.date();
  if (code == "kind") return due_kind_text(words, row.due.kind());
  if (code == "late") return row.late ? std::string(words.text(N_("Late"))) : std::string();
  if (code == "owner") return member_name(state, row.owner);
  if (code == "danger") return label(words, "danger", row.urgency >= 3 ? "immediate" : row.urgency == 2 ? "possible" : "");
  return code == "what" ? due_text(words, row.due) : std::string();
}

// One case with what the columns need, and whether a column may go.
struct Loaded {
  FileId file;
  CaseCard card;
  PersonCard person;
  const std::set<std::string>* groups = nullptr;  // null: everything

  bool may_go(const OutColumn& column) const {
    return groups == nullptr || std::string_view(column.group) == "*" || groups->contains(column.group);
  }
};

// Cards of the next few hundred cases. A thread has one Access at a time, so the persons follow the cases.
class Loading {
 public:
  Loading(const Desk& desk, const Visit& visit, CaseRows rows) : desk_(desk), visit_(visit), rows_(std::move(rows)), persons_(wants_person(rows_.columns)) {}

  // Null at the end. Good until the next call.
  Result<const Loaded*> next() {
    while (at_ == loaded_.size()) {
      if (taken_ == rows_.files.size()) return static_cast<const Loaded*>(nullptr);
      TRY_VOID(load());
    }
    return static_cast<const Loaded*>(&loaded_[at_++]);
  }
  const Columns& columns() const { return rows_.columns; }

 private:
  Result<void> load() {
    loaded_.clear();
    at_ = 0;
    const std::size_t end = std::min(taken_ + kAtOnce, rows_.files.size());
    {
      TRY(access, desk_.tables.projection().enter(visit_.keyring, ASSISTANCE));
      for (; taken_ < end; ++taken_) {
        auto card = desk_.tables.cases().card(access, rows_.files[taken_]);
        // Closed to her since it was chosen.
        if (card) loaded_.push_back({rows_.files[taken_], *std::move(card), {}, rows_.groups.empty() ? nullptr : &rows_.groups[taken_]});
      }
    }
    if (!persons_) return {};
    TRY(access, desk_.tables.projection().enter(visit_.keyring, IDENTITY));
    for (Loaded& one : loaded_) {
      const auto person = FileId::from_text(one.card.person());
      auto card = person ? desk_.tables.people().card(access, *person) : std::nullopt;
      if (card) one.person = *std::move(card);
    }
    return {};
  }

  const Desk& desk_;
  const Visit& visit_;
  CaseRows rows_;
  bool persons_;
  std::vector<Loaded> loaded_;
  std::size_t at_ = 0;
  std::size_t taken_ = 0;
};

}  // namespace

statistics::NextRow case_rows(const Desk& desk, const Visit& visit, CaseRows rows) {
  const auto loading = std::make_shared<Loading>(desk, visit, std::move(rows));
  const auto state = desk.vault.directory();
  const Date day = today(desk);
  return [&visit, loading, state, day](std::vector<std::string>& row) -> Result<bool> {
    TRY(one, loading->next());
    if (one == nullptr) return false;
    for (const OutColumn* column : loading->columns()) {
      std::string cell;
      if (one->may_go(*column)) {
        cell = case_cell(visit.words, *state, column->code, one->card);
        if (cell.empty()) cell = person_cell(visit.words, column->code, one->person, day);
      }
      row.push_back(std::move(cell));
    }
    return true;
  };
}

statistics::NextRow service_rows(const Desk& desk, const Visit& visit, CaseRows rows, std::string from, std::string until) {
  struct State {
    Loading loading;
    const Loaded* in = nullptr;
    std::vector<ServiceGiven> services;  // of that case, the last first
  };
  const auto state = std::make_shared<State>(State{Loading(desk, visit, std::move(rows)), nullptr, {}});
  const Date day = today(desk);
  return [&desk, &visit, state, from = std::move(from), until = std::move(until), day](std::vector<std::string>& row) -> Result<bool> {
    while (state->services.empty()) {
      TRY(one, state->loading.next());
      if (one == nullptr) return false;
      state->in = one;
      TRY(story, Cases(desk.vault).read(visit.keyring, one->file));
      for (const Item* item : story.all<ServiceGiven>()) {
        const auto* service = item->as<ServiceGiven>();
        const std::string& last = service->until().empty() ? service->date() : service->until();
        if (last >= from && service->date() <= until) state->services.push_back(*service);
      }
      std::stable_sort(state->services.begin(), state->services.end(), [](const auto& a, const auto& b) { return a.date() > b.date(); });
    }
    const ServiceGiven service = std::move(state->services.back());
    state->services.pop_back();
    for (const OutColumn* column : state->loading.columns()) {
      const std::string_view code = column->code;
      std::string cell;
      if (state->in->may_go(*column)) {
        cell = code == "alias" ? state->in->card.alias() : service_cell(visit.words, code, service);
        if (cell.empty()) cell = person_cell(visit.words, code, state->in->person, day);
      }
      row.push_back(std::move(cell));
    }
    return true;
  };
}

statistics::NextRow due_rows(const Desk& desk, const Visit& visit, Columns columns, std::vector<projection::DueRow> rows) {
  const auto state = desk.vault.directory();
  return [&visit, state, columns = std::move(columns), rows = std::move(rows), at = std::size_t{0}](std::vector<std::string>& row) mutable -> Result<bool> {
    if (at == rows.size()) return false;
    for (const OutColumn* column : columns) row.push_back(due_cell(visit.words, *state, column->code, rows[at]));
    ++at;
    return true;
  };
}

statistics::NextRow person_rows(const Desk& desk, const Visit& visit, Columns columns, std::vector<projection::PersonFound> found) {
  const Date day = today(desk);
  return [&desk, &visit, day, columns = std::move(columns), found = std::move(found), at = std::size_t{0}](std::vector<std::string>& row) mutable -> Result<bool> {
    if (at == found.size()) return false;
    const projection::PersonFound& one = found[at++];
    std::string aliases;
    {
      TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
      for (const auto& of_person : desk.tables.cases().of_person(access, one.files)) aliases += (aliases.empty() ? "" : "; ") + of_person.card.alias();
    }
    for (const OutColumn* column : columns) {
      row.push_back(std::string_view(column->code) == "cases" ? aliases : person_cell(visit.words, column->code, one.card, day));
    }
    return true;
  };
}

}  // namespace arasha::casework
