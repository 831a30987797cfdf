// Certificates of erasures: the list, one for printing, and whether a paper with an alias means one of them.
#include "base/text.h"
#include "casework/retention/erasure.h"
#include "casework/services/norms.h"

namespace arasha::casework {
namespace {

// In groups of four, to be compared by eye.
Html code_html(const std::string& code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += ' ';
    out += code[i];
  }
  return el("code", {{"class", "arasha-kept"}}, out);
}

std::string rule_names(const Desk& desk, const Catalogue& words, const std::string& ids) {
  std::string out;
  for (const std::string_view id : schema::split(ids, ", ")) {
    std::string name(id);
    for (const pack::Retention& rule : norms_of(desk).contents().retention()) {
      if (rule.id() == id) name = pack::in_language(rule.title(), words.language());
    }
    out += (out.empty() ? "" : "; ") + name;
  }
  return out;
}

Html proof_html(const Catalogue& words, const Certificate& certificate, const Proof& proof) {
  Html out = web::subheading(words.text(N_("Checked now")));
  if (!proof.holds) {
    out.add(web::warning(words, words.text(N_("What is left of the file does not agree with this certificate. The database was changed from outside, or put back to an older day. Tell your administrator, who runs “arasha verify”."))));
  } else {
    out.add(el("p", {{"class", "govuk-body"}}, web::tag(web::Meaning::good, words.text(N_("It agrees"))), " ",
               words.text(N_("The chain of the file is whole and signed; its keys and its content are not there any more."))));
  }
  web::SummaryList list;
  for (const auto* left : {&proof.of_case, &proof.of_person}) {
    if (!*left) continue;
    const bool is_case = left == &proof.of_case;
    list.add(words.text(is_case ? N_("Entries in the chain of the case") : N_("Entries in the chain of the person's file")), words.number((*left)->entries));
    list.add(words.text(N_("Place in the ledger")), words.number(static_cast<std::int64_t>((*left)->leaf)));
    list.add(words.text(N_("Hash there")), code_html(to_hex((*left)->leaf_hash)));
  }
  list.add(words.text(N_("Code of what is stated here")), code_html(to_hex(vault::statement_of(schema::serialise(certificate.stated)))));
  out.add(list.html());
  out.add(web::hint(words.text(N_("Whoever looks after the server can check it on a copy of the database, without anybody's passphrase: arasha verify --data … --erased {1}"), {certificate.stated.case_file()})));
  return out;
}

web::Response certificate_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto file = file_of(visit);
  const auto all = certificates(desk.vault, visit.keyring);
  if (!file) return no_page(visit);
  if (!all) return web::error_page(visit, all.error());
  const Certificate* found = nullptr;
  for (const Certificate& one : *all) {
    if (one.stated.case_file() == file->text()) found = &one;
  }
  if (found == nullptr) return no_page(visit);
  const auto proof = prove(desk.vault, *found);
  if (!proof) return web::error_page(visit, proof.error());
  const auto state = desk.vault.directory();
  const ErasureCertificate& stated = found->stated;
  web::Page page = visit.page(std::string(words.text(N_("Certificate of an erasure"))));
  page.back = "/erased";
  page.main = web::heading(state->name(), page.title);
  web::SummaryList list;
  list.add(words.text(N_("Erased on")), words.moment(found->time));
  list.add(words.text(N_("Ground")), label(words, "erasure_ground", stated.ground()));
  list.add(words.text(N_("The rules that counted")), rule_names(desk, words, stated.norm()));
  list.add(words.text(N_("The case was closed")), date_label(words, stated.closed()));
  list.add(words.text(N_("Proposed by")), member_name(*state, stated.proposed_by()) + ", " + date_label(words, stated.proposed()));
  list.add(words.text(N_("Confirmed and erased by")), member_name(*state, stated.confirmed_by()) + ", " + date_label(words, stated.confirmed()));
  list.add(words.text(N_("Entries erased")), stated.entries());
  list.add(words.text(N_("The person's file")), words.text(stated.person_file().empty() ? N_("it stays") : N_("erased too")));
  list.add(words.text(N_("The facts for counting")), label(words, "erasure_facts", stated.facts()));
  list.add(words.text(N_("File of the case")), code_html(stated.case_file()));
  if (!stated.person_file().empty()) list.add(words.text(N_("File of the person")), code_html(stated.person_file()));
  list.add(words.text(N_("Code of the alias")), code_html(stated.alias_code()));
  page.main.add(list.html());
  page.main.add(proof_html(words, *found, *proof));
  page.main.add(web::paragraph(words.text(N_("Backups that were made before this day still hold the case until they are deleted."))));
  return web::Response::page(web::layout(page));
}

Html alias_answer(const Desk& desk, const Visit& visit, const std::vector<Certificate>& all, const std::string& alias) {
  const Catalogue& words = visit.words;
  const std::string code = alias_code(desk.vault, alias);
  for (const Certificate& one : all) {
    if (one.stated.alias_code() != code) continue;
    return web::inset(el("p", {{"class", "govuk-body"}}, words.text(N_("{1}: this case was erased."), {alias}), " ",
                         web::link("/erased/" + one.stated.case_file(), words.text(N_("Certificate")))));
  }
  return web::inset(Html::text(words.text(N_("{1}: no case with this alias was erased here."), {alias})));
}

web::Response certificate_list(const Desk& desk, const Visit& visit, const std::string& alias) {
  const Catalogue& words = visit.words;
  const auto all = certificates(desk.vault, visit.keyring);
  if (!all) return web::error_page(visit, all.error());
  const auto state = desk.vault.directory();
  web::Page page = visit.page(std::string(words.text(N_("Erased cases"))));
  page.back = "/retention";
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("What stays of a case that was erased: a certificate. It names no person."))));
  if (!alias.empty()) page.main.add(alias_answer(desk, visit, *all, alias));
  if (all->empty()) {
    page.main.add(web::empty_state(words.text(N_("No case was erased.")), words.text(N_("Two people erase a closed case from its page."))));
    return web::Response::page(web::layout(page));
  }
  web::TextField field{.name = "alias", .label = std::string(words.text(N_("Alias on a paper"))), .hint = std::string(words.text(N_("Capital letters count.")))};
  field.value = alias;
  page.main.add(web::post_form("/erased", visit.csrf, web::text_field(words, field), el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("Was this case erased?")))));
  web::Table table(words, page.title, {{N_("Erased on")}, {N_("Ground")}, {N_("Entries erased"), "", true}, {N_("Confirmed and erased by")}}, all->size());
  for (const Certificate& one : *all) {
    table.row();
    table.cell(web::link("/erased/" + one.stated.case_file(), date_label(words, one.stated.confirmed())));
    table.cell(label(words, "erasure_ground", one.stated.ground()));
    table.cell(one.stated.entries());
    table.cell(member_name(*state, one.stated.confirmed_by()));
  }
  page.main.add(std::move(table).html());
  return web::Response::page(web::layout(page));
}

web::Response list(const Desk& desk, const Visit& visit) { return certificate_list(desk, visit, ""); }

// In the body, so that no alias stands in an address.
web::Response look_for_alias(const Desk& desk, const Visit& visit) {
  const auto alias = clean_text(visit.request.form.get("alias"));
  return certificate_list(desk, visit, alias ? std::string(trim(*alias)) : std::string());
}

}  // namespace

void add_certificate_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/erased", list);
  on_post(site, desk, "/erased", look_for_alias);
  on_get(site, desk, "/erased/{file}", certificate_page);
}

}  // namespace arasha::casework
