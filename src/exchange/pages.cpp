#include "exchange/pages.h"

#include <algorithm>

#include "exchange/dots.h"
#include "exchange/post.h"
#include "schema/vocabulary.h"
#include "web/upload.h"

namespace arasha::exchange {
namespace {

using web::el;
using web::Html;
using web::no_page;
using web::Visit;

struct Room {
  vault::Vault& vault;
  Delivery* delivery;
};
using RoomPtr = std::shared_ptr<const Room>;

constexpr std::size_t kCardUpload = 16'384;

bool is_steward(const Room& room, const Visit& visit) { return room.vault.directory()->is_in(visit.keyring.member(), vault::CircleKind::stewards); }
bool may_see(const Room& room, const Visit& visit) {
  const vault::Circle* circle = room.vault.directory()->circle(vault::CircleKind::referral);
  return circle != nullptr && visit.keyring.holds(circle->id);
}
web::Response answer(web::Page page, int status = 200) { return web::Response::page(web::layout(page), status); }

// Eight words, as people say them; in no language that a reading program knows.
Html spoken(std::string_view text) { return el("p", {{"class", "arasha-spoken"}, {"translate", "no"}, {"lang", "und"}}, text); }

const vault::Partner* partner_in(const vault::Directory& state, const Visit& visit) {
  const auto id = OrganizationId::from_text(visit.parameters.at("partner"));
  return id ? state.partner(*id) : nullptr;
}

// --- The list

struct Known {
  std::string id;
  std::string name;
  const vault::Partner* partner = nullptr;
  const PartnerRow* row = nullptr;
};
// Those of the key chain and those of whom only a card was read.
std::vector<Known> known_partners(const vault::Directory& state, const ExchangeCard& book) {
  std::vector<Known> out;
  for (const auto& [id, partner] : state.partners()) out.push_back({id.text(), partner.name, &partner, partner_row(book, id)});
  for (const PartnerRow& row : book.partners()) {
    const bool there = std::any_of(out.begin(), out.end(), [&](const Known& one) { return one.id == row.partner(); });
    if (!there) out.push_back({row.partner(), row.name(), nullptr, &row});
  }
  std::sort(out.begin(), out.end(), [](const Known& a, const Known& b) { return std::tuple(a.name, a.id) < std::tuple(b.name, b.id); });
  return out;
}

Html state_of(const Catalogue& words, const vault::Partner* partner) {
  if (partner != nullptr && partner->keys) return web::tag(web::Meaning::good, words.text(N_("Keys compared")));
  if (partner != nullptr && partner->proposed) return web::tag(web::Meaning::waiting, words.text(N_("Waits for a second steward")));
  return web::tag(web::Meaning::danger, words.text(N_("Keys not compared")));
}

const char* failure_text(Failure failure) {
  switch (failure) {
    case Failure::none: return N_("Delivered");
    case Failure::unreachable: return N_("Its server does not answer. It is tried again by itself.");
    case Failure::not_trusted: return N_("Its server has another certificate than its card says. Ask for a new card.");
    case Failure::not_here: return N_("Its server does not know these keys or this organisation. Ask for a new card.");
    case Failure::too_large: return N_("Its server does not take so large a message.");
    case Failure::refused: return N_("Its server refused a message.");
    case Failure::busy: return N_("Its server is busy. It is tried again by itself.");
    case Failure::failed: return N_("Its server has a fault. It is tried again by itself.");
  }
  return N_("Delivered");
}

Html way_of(const Room& room, const Catalogue& words, const Known& known) {
  if (known.row == nullptr || known.row->url().empty()) return Html::text(words.text(N_("By hand: a file on a stick")));
  Html out = Html::text(known.row->url());
  const auto id = OrganizationId::from_text(known.id);
  if (room.delivery == nullptr || !id) return out;
  const DeliveryStatus status = room.delivery->status(*id);
  if (status.waiting > 0) out.add(el("p", {{"class", "govuk-hint govuk-!-margin-bottom-0"}}, words.text(N_("Waiting to be delivered: {1}."), {words.number(static_cast<std::int64_t>(status.waiting))}), " ", words.text(failure_text(status.last_failure))));
  return out;
}

Html refusals(const Catalogue& words, const vault::Directory& state, const ExchangeCard& book) {
  if (book.refusals().empty()) return {};
  web::Table table(words, words.text(N_("Refused messages")), {{N_("Time")}, {N_("From")}, {N_("Reason")}}, static_cast<std::size_t>(book.refusals_size()));
  for (auto one = book.refusals().rbegin(); one != book.refusals().rend(); ++one) {
    const auto id = OrganizationId::from_text(one->partner());
    const vault::Partner* partner = id ? state.partner(*id) : nullptr;
    table.row();
    table.cell(words.moment(from_milliseconds(one->time())));
    table.cell(partner == nullptr ? std::string(words.text(N_("Not known"))) : partner->name);
    table.cell(schema::label_of("message_refusal", one->reason(), words));
  }
  Html out = web::subheading(words.text(N_("Refused messages")), "refused");
  out.add(web::hint(words.text(N_("Each is written down and was not acted upon."))));
  out.add(std::move(table).html());
  return out;
}

web::Response list_page(const Room& room, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = room.vault.directory();
  const auto book = read_book(room.vault, visit.keyring);
  if (!book) return web::error_page(visit, book.error());
  web::Page page = visit.page(std::string(words.text(N_("Partners and their keys"))));
  page.back = "/referrals";
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("What goes to a partner is sealed to its keys: nobody else opens it, on the way or on a server. Two stewards compare the keys by eight words, on the telephone or face to face, before anything is sent."))));
  page.main.add(web::actions(web::button_link("/partners/add", words.text(N_("Add a partner"))), web::button_link("/partners/own", words.text(N_("Our own card")), web::ButtonKind::secondary)));
  const auto all = known_partners(*state, *book);
  if (all.empty()) {
    page.main.add(web::empty_state(words.text(N_("There are no partners yet")), words.text(N_("Give a partner your card, and read theirs here."))));
  } else {
    web::Table table(words, words.text(N_("Partners")), {{N_("Partner")}, {N_("Keys")}, {N_("How it is reached")}}, all.size());
    for (const Known& one : all) {
      table.row();
      table.cell(web::link("/partners/" + one.id, one.name));
      table.cell(state_of(words, one.partner));
      table.cell(way_of(room, words, one));
    }
    page.main.add(std::move(table).html());
  }
  page.main.add(refusals(words, *state, *book));
  return answer(std::move(page));
}

// --- The own card

web::Response own_page(const Room& room, const Visit& visit, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  const auto state = room.vault.directory();
  web::Page page = visit.page(std::string(words.text(N_("Our own card"))));
  page.back = "/partners";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, {{"url", std::string(words.text(N_("Address of this server")))}, {"pin", std::string(words.text(N_("Key of the certificate")))}});
  page.main.add(web::heading(page.title));
  const bool steward = is_steward(room, visit);
  if (state->exchange().empty()) {
    page.main.add(web::paragraph(words.text(N_("This organisation has no keys for others yet."))));
    if (steward) page.main.add(web::post_form("/partners/own/keys", visit.csrf, web::button(words.text(N_("Make the keys")))));
    else page.main.add(web::hint(words.text(N_("A steward of the Referral circle makes them."))));
    return answer(std::move(page), status);
  }
  const auto card = own_card(room.vault, visit.keyring);
  if (!card) return web::error_page(visit, card.error());
  page.main.add(web::paragraph(words.text(N_("Give this card to a partner: as a file, or as a picture for a telephone. It is no secret. Then read these eight words to one another over another way: on the telephone, or face to face."))));
  page.main.add(spoken(words_of(state->exchange().back())));
  page.main.add(dots(card_text(*card), std::string(words.text(N_("Our card as a picture of dots")))));
  page.main.add(web::actions(web::button_link("/partners/own/file", words.text(N_("Download the card")), web::ButtonKind::secondary)));
  page.main.add(web::details(words.text(N_("The card as text")), el("p", {{"class", "arasha-code"}, {"translate", "no"}}, card_text(*card))));
  if (steward) {
    const Address own = own_address(*state);
    const schema::FormData& typed = visit.request.form;
    page.main.add(web::subheading(words.text(N_("How partners reach this server")), "address"));
    page.main.add(web::post_form("/partners/own/address", visit.csrf,
        web::text_field(words, {.name = "url", .label = std::string(words.text(N_("Address of this server"))), .hint = std::string(words.text(N_("https://name or https://name:port. Empty: partners bring files by hand."))), .value = typed.has("url") ? std::string(typed.get("url")) : own.url, .optional = true}, errors),
        web::text_field(words, {.name = "pin", .label = std::string(words.text(N_("Key of the certificate"))), .hint = std::string(words.text(N_("Only where no authority vouches for the certificate: SHA-256 of its public key, 64 letters and figures."))), .value = typed.has("pin") ? std::string(typed.get("pin")) : own.pin ? to_hex(*own.pin) : std::string(), .optional = true}, errors),
        web::button(words.text(N_("Save")))));
    page.main.add(web::details(words.text(N_("The keys may be known to somebody else")), el("div", {}, web::paragraph(words.text(N_("New keys are made, and every partner must compare eight new words with you before anything travels again."))), web::post_form("/partners/own/keys", visit.csrf, el("button", {{"class", "govuk-button govuk-button--warning"}, {"type", "submit"}}, words.text(N_("Make new keys")))))));
  }
  return answer(std::move(page), status);
}

web::Response make_own_keys(const Room& room, const Visit& visit) {
  if (!is_steward(room, visit)) return no_page(visit);
  const auto made = make_keys(room.vault, visit.keyring);
  if (!made) return web::error_page(visit, made.error());
  return web::Response::redirect("/partners/own", N_("The keys are made."));
}

web::Response save_address(const Room& room, const Visit& visit) {
  if (!is_steward(room, visit)) return no_page(visit);
  Address address;
  address.url = std::string(visit.request.form.get("url"));
  const std::string_view pin = visit.request.form.get("pin");
  web::FieldErrors errors;
  if (!pin.empty()) {
    const auto bytes = from_hex(pin);
    if (bytes && bytes->size() == 32) std::copy(bytes->begin(), bytes->end(), address.pin.emplace().begin());
    else errors.push_back({"pin", Error(ErrorCode::invalid_input, N_("Write the 64 letters and figures of the key, nothing else."))});
  }
  if (const auto fits = check_address(address); !fits) errors.push_back({"url", fits.error()});
  if (!errors.empty()) return own_page(room, visit, errors, 400);
  const auto saved = set_own_address(room.vault, visit.keyring, address);
  if (!saved) return web::error_page(visit, saved.error());
  const auto told = announce_card(room.vault, visit.keyring);
  if (room.delivery != nullptr) room.delivery->nudge();
  if (told && *told > 0) return web::Response::redirect("/partners/own", N_("Saved. Partners on the network are told by themselves; give the others the new card."));
  return web::Response::redirect("/partners/own", N_("Saved. Give your partners the new card."));
}

web::Response own_file(const Room& room, const Visit& visit) {
  const auto card = own_card(room.vault, visit.keyring);
  if (!card) return web::error_page(visit, card.error());
  return web::Response::download("organisation.arasha-card", "text/plain; charset=utf-8", card_text(*card) + "\n");
}

// --- A partner's card

web::Response add_page(const Visit& visit, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Add a partner"))));
  page.back = "/partners";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, {{"text", std::string(words.text(N_("The card as text")))}, {"card", std::string(words.text(N_("The card as a file")))}});
  page.main.add(web::heading(page.title));
  page.main.add(web::upload_form("/partners/add", visit.csrf,
      web::text_field(words, {.name = "text", .label = std::string(words.text(N_("The card as text"))), .hint = std::string(words.text(N_("It begins with ARASHA1. A telephone reads it from the picture of dots."))), .value = std::string(visit.request.form.get("text")), .optional = true, .rows = 6}, errors),
      web::file_field(words, {.name = "card", .label = std::string(words.text(N_("The card as a file"))), .accept = ".arasha-card,.txt"}, errors), web::button(words.text(N_("Read the card")))));
  return answer(std::move(page), status);
}

Result<std::string> card_in(const Visit& visit) {
  const std::string_view text = visit.request.form.get("text");
  if (!text.empty()) return std::string(text);
  const web::Upload* upload = visit.request.upload.get();
  const web::UploadedFile* file = upload == nullptr ? nullptr : upload->file("card");
  if (file == nullptr) return Error(ErrorCode::invalid_input, N_("Paste the card as text, or choose its file."));
  std::string out;
  const web::Pieces pieces = upload->read(*file);
  while (out.size() <= kCardUpload) {
    TRY(piece, pieces());
    if (piece.empty()) break;
    out.append(text_view(piece));
  }
  return out;
}

web::Response add_partner(const Room& room, const Visit& visit) {
  const bool typed = !visit.request.form.get("text").empty();
  const auto mistake = [&](const Error& error) { return add_page(visit, {{typed ? "text" : "card", error}}, 400); };
  const auto text = card_in(visit);
  if (!text) return mistake(text.error());
  const auto card = card_from_text(*text);
  if (!card) return mistake(card.error());
  if (card->organization == room.vault.organization()) return mistake(Error(ErrorCode::invalid_input, N_("This is your own card. Read the partner's.")));
  const auto noted = note_card(room.vault, visit.keyring, *card, *text);
  if (!noted) return web::error_page(visit, noted.error());
  if (room.delivery != nullptr) static_cast<void>(room.delivery->readdress(card->organization, card->address.url, card->address.pin));
  return web::Response::redirect("/partners/" + card->organization.text(), N_("The card is read. Now compare the eight words."));
}

// --- One partner

struct Seen {
  std::string name;
  std::optional<Card> card;  // as it was read last
  const vault::Partner* partner = nullptr;
};
Result<Seen> see(const vault::Directory& state, const ExchangeCard& book, const Visit& visit) {
  const auto id = OrganizationId::from_text(visit.parameters.at("partner"));
  if (!id) return Error(ErrorCode::not_found, "There is no such page.");
  Seen out;
  out.partner = state.partner(*id);
  const PartnerRow* row = partner_row(book, *id);
  if (row != nullptr && !row->card().empty()) {
    auto card = card_from_text(row->card());
    if (card) out.card = std::move(*card);
  }
  if (out.partner == nullptr && row == nullptr) return Error(ErrorCode::not_found, "There is no such page.");
  out.name = out.partner != nullptr ? out.partner->name : row->name();
  return out;
}

// Which keys this steward would say she has compared; none: nothing is to be done by her.
std::optional<vault::PublicKeys> to_compare(const Seen& seen) {
  if (!seen.card) return std::nullopt;
  if (seen.partner != nullptr && seen.partner->keys == seen.card->keys) return std::nullopt;
  return seen.card->keys;
}

web::Response partner_page(const Room& room, const Visit& visit, const web::FieldErrors& errors = {}, int status = 200) {
  const Catalogue& words = visit.words;
  const auto state = room.vault.directory();
  const auto book = read_book(room.vault, visit.keyring);
  if (!book) return web::error_page(visit, book.error());
  const auto seen = see(*state, *book, visit);
  if (!seen) return web::error_page(visit, seen.error());
  const std::string address = "/partners/" + visit.parameters.at("partner");
  web::Page page = visit.page(seen->name);
  page.back = "/partners";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, {{"compared", std::string(words.text(N_("Compared")))}});
  page.main.add(web::heading(words.text(N_("Partner")), page.title));
  page.main.add(el("p", {{"class", "govuk-body"}}, state_of(words, seen->partner)));
  const bool steward = is_steward(room, visit);
  const vault::Partner* partner = seen->partner;
  const auto keys = to_compare(*seen);
  if (partner != nullptr && partner->keys && keys) page.main.add(web::warning(words, words.text(N_("The card that was read last names other keys than those that count. Call the partner before you do anything: somebody may be pretending to be it."))));
  if (partner != nullptr && partner->keys) {
    page.main.add(web::subheading(words.text(N_("The words of the keys that count"))));
    page.main.add(spoken(words_of(*partner->keys)));
  }
  if (keys) {
    page.main.add(web::subheading(words.text(N_("The words of the card"))));
    page.main.add(spoken(words_of(*keys)));
    page.main.add(web::paragraph(words.text(N_("Call the partner at a number that you knew before, or meet. One reads the words, the other listens. Not one may differ."))));
    const bool mine = partner != nullptr && partner->proposed == *keys && partner->proposed_by == visit.keyring.member();
    if (mine) {
      page.main.add(web::inset(Html::text(words.text(N_("You have compared them. Another steward compares them too; then they count.")))));
    } else if (steward) {
      web::ChoiceField sure{.name = "compared", .label = std::string(words.text(N_("Compared"))), .choices = {{"yes", std::string(words.text(N_("I have compared all eight words with the partner, over another way")))}}, .kind = web::ChoiceKind::checkboxes};
      page.main.add(web::post_form(address + "/compare", visit.csrf, web::hidden("words", words_of(*keys)), web::choice_field(words, sure, errors), web::button(words.text(N_("The words are the same")))));
    } else {
      page.main.add(web::hint(words.text(N_("Two stewards do this."))));
    }
  } else if (partner == nullptr || !partner->keys) {
    page.main.add(web::inset(Html::text(words.text(N_("Nothing goes to this partner, and nothing of it is believed, until its keys are compared again. Read its card.")))));
    page.main.add(web::button_link("/partners/add", words.text(N_("Read the card"))));
  }
  if (steward && partner != nullptr && (partner->keys || partner->proposed)) {
    page.main.add(web::details(words.text(N_("Something is wrong with this partner")), el("div", {}, web::paragraph(words.text(N_("One steward is enough to stop. Nothing travels until two have compared the words again."))), web::post_form(address + "/stop", visit.csrf, el("button", {{"class", "govuk-button govuk-button--warning"}, {"type", "submit"}}, words.text(N_("Stop everything with this partner")))))));
  }
  return answer(std::move(page), status);
}

web::Response compare(const Room& room, const Visit& visit) {
  if (!is_steward(room, visit)) return no_page(visit);
  const auto state = room.vault.directory();
  const auto book = read_book(room.vault, visit.keyring);
  if (!book) return web::error_page(visit, book.error());
  const auto seen = see(*state, *book, visit);
  if (!seen) return web::error_page(visit, seen.error());
  const auto keys = to_compare(*seen);
  if (!keys) return web::Response::redirect(visit.request.path.substr(0, visit.request.path.rfind('/')));
  // A card that was read in between has other words than those before her eyes.
  if (visit.request.form.get("words") != words_of(*keys)) return partner_page(room, visit, {{"compared", Error(ErrorCode::conflict, N_("Another card was read meanwhile, with other words. Compare these."))}}, 409);
  if (visit.request.form.get("compared") != "yes") return partner_page(room, visit, {{"compared", Error(ErrorCode::invalid_input, N_("Say that you have compared all eight words. If you have not, do it first."))}}, 400);
  const auto done = room.vault.compare_partner(visit.keyring, seen->card->organization, seen->card->name, *keys);
  if (!done) return web::error_page(visit, done.error());
  const auto after = room.vault.directory();
  const vault::Partner* partner = after->partner(seen->card->organization);
  return web::Response::redirect("/partners/" + seen->card->organization.text(), partner != nullptr && partner->keys ? N_("Two stewards have compared the keys. They count now.") : N_("Saved. Another steward compares them too; then they count."));
}

web::Response stop(const Room& room, const Visit& visit) {
  const auto state = room.vault.directory();
  const vault::Partner* partner = partner_in(*state, visit);
  if (!is_steward(room, visit) || partner == nullptr) return no_page(visit);
  const auto done = room.vault.drop_partner(visit.keyring, partner->id);
  if (!done) return web::error_page(visit, done.error());
  return web::Response::redirect("/partners/" + partner->id.text(), N_("Stopped. Nothing goes to this partner any more."));
}

}  // namespace

void add_pages(web::Site& site, Delivery* delivery) {
  const auto room = std::make_shared<const Room>(Room{site.vault(), delivery});
  const auto guarded = [room](web::Response (*page)(const Room&, const Visit&)) { return [room, page](const Visit& visit) { return may_see(*room, visit) ? page(*room, visit) : no_page(visit); }; };
  site.get("/partners", guarded(list_page));
  site.get("/partners/own", guarded([](const Room& r, const Visit& visit) { return own_page(r, visit, {}, 200); }));
  site.post("/partners/own/keys", guarded(make_own_keys));
  site.post("/partners/own/address", guarded(save_address));
  site.get("/partners/own/file", guarded(own_file));
  site.get("/partners/add", guarded([](const Room&, const Visit& visit) { return add_page(visit, {}, 200); }));
  site.post_upload("/partners/add", kCardUpload + 8192, guarded(add_partner));
  site.post("/partners/{partner}/compare", guarded(compare));
  site.post("/partners/{partner}/stop", guarded(stop));
  site.get("/partners/{partner}", guarded([](const Room& r, const Visit& visit) { return partner_page(r, visit); }));
}

}  // namespace arasha::exchange
