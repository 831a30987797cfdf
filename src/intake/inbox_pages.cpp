// What came in through the forms: the list of a circle, one conversation, and what is done with it.
#include <algorithm>

#include "base/text.h"
#include "intake/inside_pages.h"
#include "schema/entry_types.h"
#include "schema/vocabulary.h"

namespace arasha::intake {
namespace {

using casework::label;
using casework::no_page;
using casework::quiet;

std::string home(FileId file) { return "/intake/" + file.text(); }

Html danger_mark(const Catalogue& words, const std::string& danger) {
  CaseCard card;
  card.set_danger(danger);
  return casework::danger_tag(words, card);
}

std::string arrival(const Catalogue& words, const std::string& received) {
  const auto time = time_from_text(received);
  return time ? words.moment(*time) : received;
}

// "Embassy of …", "Sewing woman", or that nobody is named.
std::string name_of(const Catalogue& words, const std::string& organization, const std::string& called) {
  if (!organization.empty()) return organization;
  return called.empty() ? std::string(words.text(N_("Without a name"))) : called;
}

std::string state_text(const Catalogue& words, const IntakeCard& card, const vault::Directory& state) {
  const std::string who = casework::member_name(state, card.member());
  if (card.state() == "opened") return words.text(N_("opened by {1}"), {who});
  if (card.state() == "taken") return words.text(N_("looked after by {1}"), {who});
  return label(words, "intake_step", card.state());
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += part.empty() ? "" : (out.empty() ? "" : " · ") + part;
  return out;
}

Html open_button(const Visit& visit, const Waiting& one, std::string_view about) {
  return web::post_form("/intake/open", visit.csrf, web::hidden("conversation", one.conversation.text()),
                        el("button", {{"class", "govuk-button govuk-button--secondary arasha-small-button"}, {"type", "submit"}}, visit.words.text(N_("Open it")),
                           el("span", {{"class", "govuk-visually-hidden"}}, ": " + std::string(about))));
}

Html waiting_item(const Visit& visit, const Waiting& one) {
  const Catalogue& words = visit.words;
  const Dropped& first = one.drops.front().second;
  const bool addition = one.begun || first.type == schema::entry_type_of<IntakeAddition>().number;
  const std::string name = addition ? std::string(words.text(N_("Something was added to a message"))) : name_of(words, text_of(*first.message, "organization"), text_of(*first.message, "called"));
  const std::string danger = text_of(*first.message, "danger");
  Html head = el("strong", {}, name);
  head.add(" ");
  head.add(danger_mark(words, danger));
  const std::string line = joined({arrival(words, minute_text(first.received)), one.form.word, words.language_name(first.language)});
  return el("li", {{"class", danger == "immediate" ? "arasha-item arasha-item--danger" : "arasha-item"}}, el("div", {}, head), el("div", {}, quiet(line)), open_button(visit, one, name));
}

Html card_item(const Visit& visit, const vault::Directory& state, const projection::IntakeRow& row) {
  const Catalogue& words = visit.words;
  const IntakeCard& card = row.card;
  Html head = el("a", {{"href", home(row.file)}, {"class", "govuk-link arasha-case-link"}}, card.erased() ? std::string(words.text(N_("Erased"))) : name_of(words, card.organization(), card.called()));
  if (card.state() == "opened" || card.state() == "taken") {
    head.add(" ");
    head.add(danger_mark(words, card.danger()));
  }
  if (card.waits()) head.add(" "), head.add(web::tag(web::Meaning::waiting, words.text(N_("Something was added"))));
  const std::string answered = card.answered().empty() ? "" : words.text(N_("answered on {1}"), {casework::date_label(words, card.answered())});
  return el("li", {{"class", "arasha-item"}}, el("div", {}, head), quiet(joined({arrival(words, card.received()), card.form(), state_text(words, card, state), answered})));
}

Html part(std::string_view title, const std::string& id, const Html& items, std::size_t count, const Catalogue& words) {
  Html out = el("h2", {{"class", "govuk-heading-m"}, {"id", id}}, title, " ", el("span", {{"class", "arasha-count-of"}}, words.number(static_cast<std::int64_t>(count))));
  out.add(el("ul", {{"class", "arasha-items"}}, items));
  return el("section", {{"class", "arasha-part"}, {"aria-labelledby", id}}, out);
}

// The conversations of which something is known here, by keys that this member holds.
Result<std::vector<projection::IntakeRow>> cards_of(const Desk& desk, const Visit& visit) {
  TRY(access, desk.tables.projection().enter(visit.keyring, INTAKE));
  return desk.tables.intake().rows(access);
}

web::Response inbox(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto cards = cards_of(desk, visit);
  if (!cards) return web::error_page(visit, cards.error());
  const bool receives = !forms_for(desk.vault, visit.keyring).empty();
  const auto fresh = waiting(desk.vault, visit.keyring);
  if (!fresh) return web::error_page(visit, fresh.error());
  if (cards->empty() && !receives && fresh->rows.empty()) return no_page(visit);
  std::vector<projection::IntakeRow> open;
  std::vector<projection::IntakeRow> settled;
  for (const projection::IntakeRow& row : *cards) {
    const std::string& state = row.card.state();
    (state == "opened" || state == "taken" || row.card.waits() ? open : settled).push_back(row);
  }
  const auto paging = web::Paging::of(visit.request.query, settled.size());
  const std::size_t shown = fresh->rows.size() + open.size() + (paging.last - paging.first);
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(shown)); !recorded) return web::error_page(visit, recorded.error());
  web::Page page = visit.page(std::string(words.text(N_("Messages by form"))));
  page.main = web::heading(page.title);
  if (fresh->damaged > 0) {
    page.main.add(web::warning(words, words.plural("{1} message cannot be opened: it was altered or moved. Tell your administrator.", "{1} messages cannot be opened: they were altered or moved. Tell your administrator.", static_cast<std::int64_t>(fresh->damaged))));
  }
  const auto state = desk.vault.directory();
  if (fresh->rows.empty() && cards->empty()) page.main.add(web::empty_state(words.text(N_("Nothing came in.")), words.text(N_("What is sent through a form appears here, for the members of its circle alone."))));
  Html items;
  for (const Waiting& one : fresh->rows) items.add(waiting_item(visit, one));
  if (!fresh->rows.empty()) page.main.add(part(words.text(N_("New, nobody has opened them")), "new", items, fresh->rows.size(), words));
  items = {};
  for (const auto& row : open) items.add(card_item(visit, *state, row));
  if (!open.empty()) page.main.add(part(words.text(N_("In hand")), "open", items, open.size(), words));
  items = {};
  for (std::size_t i = paging.first; i < paging.last; ++i) items.add(card_item(visit, *state, settled[i]));
  if (!settled.empty()) {
    page.main.add(part(words.text(N_("Settled")), "settled", items, settled.size(), words));
    page.main.add(web::pagination(words, paging, "/intake", visit.request.query));
  }
  return web::Response::page(web::layout(page));
}

web::Response open_one(const Desk& desk, const Visit& visit) {
  const auto conversation = ConversationId::from_text(visit.request.form.get("conversation"));
  if (!conversation) return no_page(visit);
  const auto file = open_waiting(desk.vault, visit.keyring, *conversation);
  if (!file) return file.error().code == ErrorCode::not_found ? no_page(visit) : web::error_page(visit, file.error());
  return web::Response::redirect(home(*file));
}

// --- One conversation

class Showing {
 public:
  Showing(const Desk& desk, const Visit& visit, const Conversation& conversation) : desk_(desk), visit_(visit), words_(visit.words), state_(desk.vault.directory()), talk_(conversation) {}

  Html html(const schema::FormData& typed, const web::FieldErrors& errors) {
    head();
    additions_wait();
    contact();
    lines();
    if (talk_.message != nullptr) answer_form(typed, errors);
    settle(typed, errors);
    return std::move(out_);
  }

  std::string title() const {
    if (talk_.message == nullptr) return std::string(words_.text(N_("A message by form")));
    return name_of(words_, text_of(*talk_.message, "organization"), text_of(*talk_.message, "called"));
  }

 private:
  void head() {
    Html tags;
    if (talk_.message != nullptr && !talk_.is_closed()) tags.add(danger_mark(words_, text_of(*talk_.message, "danger")));
    const IntakeCard card = card_of(talk_);
    Html line = el("p", {{"class", "govuk-body"}}, tags, " ", quiet(joined({arrival(words_, card.received()), card.form(), state_text(words_, card, *state_)})));
    out_.add(line);
    if (!talk_.reason.empty()) out_.add(web::paragraph(label(words_, "intake_reason", talk_.reason)));
    if (const auto file = FileId::from_text(talk_.case_file); file && !talk_.case_file.empty()) out_.add(web::paragraph(web::link("/case/" + file->text(), words_.text(N_("To the case")))));
    if (talk_.erased) out_.add(web::inset(Html::text(words_.text(N_("What was written is erased.")))));
  }

  void additions_wait() {
    const auto fresh = waiting(desk_.vault, visit_.keyring);
    if (!fresh) return;
    for (const Waiting& one : fresh->rows) {
      if (one.file == talk_.file) out_.add(web::inset(el("div", {}, words_.text(N_("Something was added to a message")), " ", open_button(visit_, one, title()))));
    }
  }

  // The first contact is filled in with what the message says, and names the message it comes out of.
  void contact() {
    if (talk_.message == nullptr || talk_.state == "case" || !casework::reads(*state_, visit_.keyring.member(), PRESENCE)) return;
    Html fields = web::hidden("origin", "intake:" + talk_.file.text());
    const schema::FormData known = first_contact_of(talk_);
    for (const auto& [name, value] : known.fields()) fields.add(web::hidden(name, value));
    Html buttons = web::post_form("/contact/begin", visit_.csrf, fields, web::button(words_.text(N_("Make a first contact of it"))));
    if (talk_.taken_by != visit_.keyring.member().text() && !talk_.is_closed()) {
      buttons.add(web::post_form(home(talk_.file) + "/step", visit_.csrf, web::hidden("what", "taken"),
                                 el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words_.text(N_("I look after it")))));
    }
    out_.add(web::actions(buttons));
  }

  void lines() {
    for (const Conversation::Line& line : talk_.lines) {
      const bool from_us = line.type == schema::entry_type_of<IntakeAnswer>().number || line.type == schema::entry_type_of<IntakeStep>().number;
      Html inside;
      if (line.erased) inside.add(web::paragraph(words_.text(N_("Erased"))));
      else if (line.message != nullptr) inside.add(casework::values_of(words_, *line.message));
      std::vector<std::string> parts = {words_.moment(line.time)};
      if (from_us) parts.push_back(casework::member_name(*state_, line.author));
      else if (line.message != nullptr) parts = {arrival(words_, text_of(*line.message, "received")), words_.text(N_("opened by {1}"), {casework::member_name(*state_, line.author)})};
      inside.add(quiet(joined(parts)));
      out_.add(el("section", {{"class", "arasha-block"}}, web::subheading(words_.text(line.title)), inside));
    }
  }

  void answer_form(const schema::FormData& typed, const web::FieldErrors& errors) {
    const auto field = schema::form_fields(*IntakeAnswer::descriptor()).front();
    Html inside = casework::once_field(typed);
    const std::string language = text_of(*talk_.message, "answer_language");
    inside.add(web::paragraph(words_.text(N_("Only who has the twelve words reads it, for {1} days. In this language, if you can: {2}"),
                                          {std::to_string(kAnswersKept / std::chrono::days(1)), words_.language_name(language.empty() ? text_of(*talk_.message, "language") : language)})));
    inside.add(web::form_field(words_, field, "text", typed, errors));
    inside.add(web::button(words_.text(N_("Send the answer"))));
    out_.add(el("section", {{"class", "arasha-block"}}, web::subheading(words_.text(N_("Answer"))), web::post_form(home(talk_.file) + "/answer", visit_.csrf, inside)));
  }

  void settle(const schema::FormData& typed, const web::FieldErrors& errors) {
    if (talk_.state == "case") return;
    if (talk_.is_closed() && !talk_.waits) {
      if (!talk_.erased) out_.add(web::paragraph(web::link(home(talk_.file) + "/erase", words_.text(N_("Erase what was written")))));
      return;
    }
    web::ChoiceField what{"what", std::string(words_.text(N_("What became of it"))), {}, {}};
    for (const char* code : {"closed", "not_for_us", "spam"}) what.choices.push_back({code, label(words_, "intake_step", code)});
    what.chosen = {std::string(typed.get("what"))};
    Html inside = web::choice_field(words_, what, errors);
    web::ChoiceField reason{"reason", std::string(words_.text(N_("Why it is not for us"))), {}, {}};
    reason.kind = web::ChoiceKind::select;
    reason.optional = true;
    for (const schema::Option& one : schema::options_of("intake_reason", words_)) reason.choices.push_back({one.code, one.label});
    reason.chosen = {std::string(typed.get("reason"))};
    inside.add(web::choice_field(words_, reason, errors));
    web::TextField note{.name = "note", .label = std::string(words_.text(N_("Note"))), .value = std::string(typed.get("note"))};
    note.rows = 2;
    note.optional = true;
    inside.add(web::text_field(words_, note, errors));
    inside.add(web::button(words_.text(N_("Save"))));
    const bool open = typed.has("what");
    out_.add(web::details(words_.text(N_("Settle it without a case")), web::post_form(home(talk_.file) + "/step", visit_.csrf, inside), open));
  }

  const Desk& desk_;
  const Visit& visit_;
  const Catalogue& words_;
  std::shared_ptr<const vault::Directory> state_;
  const Conversation& talk_;
  Html out_;
};

web::Response conversation_page(const Desk& desk, const Visit& visit, FileId file, const schema::FormData& typed, const web::FieldErrors& errors, int status) {
  const auto talk = read(desk.vault, visit.keyring, file);
  if (!talk) return talk.error().code == ErrorCode::not_found || talk.error().code == ErrorCode::denied ? no_page(visit) : web::error_page(visit, talk.error());
  Showing showing(desk, visit, *talk);
  web::Page page = visit.page(showing.title());
  page.back = "/intake";
  page.path = home(file);
  page.wrong = !errors.empty();
  page.main = web::error_summary(visit.words, errors);
  page.main.add(web::heading(visit.words.text(N_("Messages by form")), page.title));
  page.main.add(showing.html(typed, errors));
  return web::Response::page(web::layout(page), status);
}

web::Response show(const Desk& desk, const Visit& visit) {
  const auto file = casework::file_of(visit);
  return file ? conversation_page(desk, visit, *file, {}, {}, 200) : no_page(visit);
}

// Only for who opens this conversation; who does not learns nothing, not that it is there.
std::optional<FileId> mine(const Desk& desk, const Visit& visit) {
  const auto file = casework::file_of(visit);
  return file && desk.vault.may_open(visit.keyring, *file, INTAKE) ? file : std::nullopt;
}

web::Response send_answer(const Desk& desk, const Visit& visit) {
  const auto file = mine(desk, visit);
  if (!file) return no_page(visit);
  IntakeAnswer typed;
  if (auto errors = schema::parse_form(visit.request.form, typed); !errors.empty()) return conversation_page(desk, visit, *file, visit.request.form, errors, 400);
  if (auto done = answer(desk.vault, visit.keyring, *file, typed.text(), casework::once_of<EntryId>(visit)); !done) return web::error_page(visit, done.error());
  return web::Response::redirect(home(*file), N_("The answer waits for whoever has the twelve words."));
}

web::Response save_step(const Desk& desk, const Visit& visit) {
  const auto file = mine(desk, visit);
  if (!file) return no_page(visit);
  IntakeStep step;
  web::FieldErrors errors = schema::parse_form(visit.request.form, step);
  // A case is made through the first contact.
  if (errors.empty() && step.what() == "case") errors.push_back({"what", Error(ErrorCode::invalid_input, "Choose one of the answers in the list.")});
  if (!errors.empty()) return conversation_page(desk, visit, *file, visit.request.form, errors, 400);
  if (auto done = add_step(desk.vault, visit.keyring, *file, step); !done) return web::error_page(visit, done.error());
  if (step.what() == "taken") return web::Response::redirect(home(*file), N_("You look after it."));
  return web::Response::redirect("/intake", N_("Saved."));
}

web::Response ask_erase(const Desk& desk, const Visit& visit) {
  const auto file = mine(desk, visit);
  if (!file) return no_page(visit);
  web::Page page = visit.page(std::string(visit.words.text(N_("Erase what was written"))));
  page.back = home(*file);
  page.main = web::confirm(visit.words, {.question = page.title, .explanation = std::string(visit.words.text(N_("The message, what was added and our answers are destroyed. That there was a message, and what became of it, stays."))),
                                         .action = home(*file) + "/erase", .csrf = visit.csrf, .yes = std::string(visit.words.text(N_("Erase"))), .back = home(*file)});
  return web::Response::page(web::layout(page));
}

web::Response do_erase(const Desk& desk, const Visit& visit) {
  const auto file = mine(desk, visit);
  if (!file) return no_page(visit);
  if (auto done = erase_texts(desk.vault, visit.keyring, *file); !done) return web::error_page(visit, done.error());
  return web::Response::redirect("/intake", N_("What was written is erased."));
}

}  // namespace

void add_inbox_pages(web::Site& site, const Desk& desk) {
  using casework::on_get;
  using casework::on_post;
  site.place(25, "/intake", N_("Messages by form"), [](const vault::Directory& state, MemberId member) {
    const auto forms = forms_of(state);
    return std::any_of(forms.begin(), forms.end(), [&](const Form& form) { return state.is_in(member, form.circle); });
  });
  on_get(site, desk, "/intake", inbox);
  on_post(site, desk, "/intake/open", open_one);
  site.get("/intake/open", [](const Visit&) { return web::Response::redirect("/intake"); });
  on_get(site, desk, "/intake/{file}", show);
  on_post(site, desk, "/intake/{file}/answer", send_answer);
  on_post(site, desk, "/intake/{file}/step", save_step);
  // Where a change of language lands after one of them, and where what was typed too late is shown again.
  for (const char* address : {"/intake/{file}/answer", "/intake/{file}/step"}) {
    site.get(address, [desk](const Visit& visit) {
      const auto file = mine(desk, visit);
      return file ? conversation_page(desk, visit, *file, casework::draft_of(desk, visit), {}, 200) : no_page(visit);
    });
  }
  on_get(site, desk, "/intake/{file}/erase", ask_erase);
  on_post(site, desk, "/intake/{file}/erase", do_erase);
}

}  // namespace arasha::intake
