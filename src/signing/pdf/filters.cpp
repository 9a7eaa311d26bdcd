// The filters of a stream, one after the other (ISO 32000-1 7.4).

#include "errors/signing.hpp"
#include "signing/pdf/flate.hpp"
#include "signing/pdf/xref.hpp"

namespace congvan::signing::pdf {
namespace {

Predictor predictor_of(const Dictionary* parameters) {
    Predictor predictor;
    const auto read = [&](std::string_view key, std::int64_t& into) {
        const auto* value = parameters != nullptr ? parameters->find(key) : nullptr;
        if (value == nullptr) return;
        const auto* number = value->as<std::int64_t>();
        into = number != nullptr ? *number : -1;
    };
    read("Predictor", predictor.kind);
    read("Colors", predictor.colors);
    read("BitsPerComponent", predictor.bits);
    read("Columns", predictor.columns);
    return predictor;
}

}  // namespace

Result<Bytes> decode_direct(const Dictionary& dictionary, BytesView raw, const Limits& limits, std::size_t& inflated) {
    std::vector<const Object*> filters;
    std::vector<const Object*> parameters;
    const auto list = [&](std::string_view key, std::vector<const Object*>& into) {
        const auto* value = dictionary.find(key);
        if (value == nullptr || value->is_null()) return;
        if (const auto* many = value->as<Array>()) {
            for (const auto& one : *many) into.push_back(&one);
        } else {
            into.push_back(value);
        }
    };
    list("Filter", filters);
    list("DecodeParms", parameters);
    if (filters.size() > 4 || dictionary.has("F")) {
        return Error{Remedy::fix_input, errors::signing::malformed_pdf, "a stream with odd filters"};
    }
    Bytes data(raw.begin(), raw.end());
    for (std::size_t i = 0; i < filters.size(); ++i) {
        if (filters[i]->is_name("Crypt")) continue;  // undone before
        if (!filters[i]->is_name("FlateDecode") && !filters[i]->is_name("Fl")) {
            return Error{Remedy::fix_input, errors::signing::malformed_pdf, "filter " + to_text(*filters[i])};
        }
        LET(data, inflate_zlib(data, limits.inflated_bytes));
        inflated += data.size();
        if (inflated / 2 > limits.inflated_bytes) {
            return Error{Remedy::fix_input, errors::signing::too_large, "the streams inflate beyond the limit"};
        }
        const auto* given = i < parameters.size() ? parameters[i]->as<Dictionary>() : nullptr;
        LET(data, undo_predictor(std::move(data), predictor_of(given)));
    }
    return data;
}

}  // namespace congvan::signing::pdf
