// The pages for people without an account. Inside the room.
#pragma once

#include "intake/outside.h"
#include "web/site.h"

namespace arasha::intake {

void add_outside_pages(web::Site& site, const Outdoors& doors);    // outside_pages.cpp
void add_coming_back(web::Site& site, const Outdoors& doors);      // coming_back.cpp

// Shared by both.
std::optional<Form> form_of(const Outdoors& doors, const web::Outside& outside);
const Catalogue& words_for(const Form& form, const web::Outside& outside);
web::Response no_such_form(web::Site& site, const web::Outside& outside);
web::Page page_outside(const Form& form, const web::Outside& outside, const Catalogue& words, std::string title);
web::Html call_first(const Outdoors& doors, const Catalogue& words);
std::string address_of(const Form& form, const Catalogue& words, std::string_view more = "");
web::Html words_of_receipt(const Catalogue& words, const Receipt& receipt);
// What a program gives away that fills in forms: too soon, too late, a field that nobody sees. A person who meets it by mistake sends
// once more, and nothing that was typed is lost.
std::optional<Error> check_page(const Outdoors& doors, const web::Request& request, const Result<Token>& token);
web::Html unseen_field(const Catalogue& words);

}  // namespace arasha::intake
