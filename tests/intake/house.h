// A house with two forms: one for partners with a code, which goes to the Referral circle, one for everybody, which goes to the
// Hotline; and the people who receive, or do not.
#pragma once

#include "casework/browser.h"
#include "intake/outside.h"
#include "intake/pages.h"

namespace arasha::intake {

using casework::Browser;
using vault::CircleKind;
using vault::must;

inline PublicMessage public_message(const char* happened = "They keep my sister in a workshop") {
  PublicMessage out;
  out.set_danger("possible");
  out.set_happened(happened);
  return out;
}
inline PartnerMessage partner_message(const char* organization = "Embassy of Somewhere") {
  PartnerMessage out;
  out.set_danger("immediate");
  out.set_organization(organization);
  out.set_organization_kind("embassy");
  out.set_writer("First secretary");
  out.set_called("Code 17");
  out.set_age_band("18--20");
  out.set_sex("female");
  out.add_citizenships("UZ");
  out.add_languages("uz");
  out.set_region("Taraz");
  out.set_happened("happened-as-the-embassy-tells-it");
  out.add_needs("safe_place");
  out.set_may_call("through");
  return out;
}

class HouseTest : public vault::World {
 protected:
  void SetUp() override {
    vault::World::SetUp();
    steward_ = std::make_unique<vault::Keyring>(steward());
    must(vault_->change_setting(*steward_, pack::kPackSetting, "kz"));
    code_ = make_code();
    embassy_ = {"embassy", Audience::partners, true, circle(CircleKind::referral), {Language::ru, Language::en}, code_tag(*vault_, "embassy", code_)};
    sewing_ = {"sewing", Audience::everybody, true, circle(CircleKind::hotline), {Language::ru, Language::kk, Language::en}, {}};
    must(save_form(*vault_, *steward_, embassy_));
    must(save_form(*vault_, *steward_, sewing_));
    open_site();
  }
  void TearDown() override {
    site_.reset();
    tables_.reset();
    vault::World::TearDown();
  }
  void open_site() {
    tables_ = std::make_unique<projection::Tables>(*vault_);
    site_ = std::make_unique<web::Site>(*vault_, false);
    casework::Additions additions;
    add_to_casework(*vault_, additions);
    casework::add_pages(*site_, *tables_, pack::Shelf::built_in(), std::move(additions));
    add_pages(*site_, *tables_);
    flood_ = std::make_shared<Flood>();
  }
  Outdoors doors() { return {*vault_, pack::Shelf::built_in(), flood_}; }
  vault::Keyring in(const std::string& name, std::initializer_list<CircleKind> kinds) {
    vault::Keyring out = member(name);
    for (const auto kind : kinds) must(vault_->join_circle(*steward_, circle(kind), out.member(), false));
    must(vault_->refresh(out));
    return out;
  }
  // Somebody sends a form; the words that she gets.
  Receipt send(const Form& form, google::protobuf::Message&& message) {
    const Token token = fresh_token(vault_->clock().now());
    must(leave(doors(), form, Language::ru, token, message, "198.51.100.7"));
    return receipt_of(*vault_, token);
  }
  void add_line(const Form& form, const Receipt& receipt, const char* text) {
    Token token = fresh_token(vault_->clock().now());
    token.receipt = Receipt::of_key(receipt.key());
    IntakeAddition addition;
    addition.set_text(text);
    must(leave(doors(), form, Language::ru, token, addition, "198.51.100.8"));
  }
  FileId open(const vault::Keyring& by, const Receipt& receipt) { return must(open_waiting(*vault_, by, receipt.conversation(organization_))); }

  std::unique_ptr<vault::Keyring> steward_;
  std::string code_;
  Form embassy_;
  Form sewing_;
  std::shared_ptr<Flood> flood_;
  std::unique_ptr<projection::Tables> tables_;
  std::unique_ptr<web::Site> site_;
};

}  // namespace arasha::intake
