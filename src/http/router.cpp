#include "http/router.hpp"

namespace congvan::http {

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::map<Method, Route> routes;
    // The names of the parameters on the way here, per route, since two routes may name the same place differently.
    std::map<Method, std::vector<std::string>> names;
};

namespace {

std::vector<std::string> split_pattern(std::string_view pattern) {
    CONGVAN_INVARIANT(!pattern.empty() && pattern[0] == '/');
    std::vector<std::string> segments;
    pattern.remove_prefix(1);
    while (!pattern.empty()) {
        const auto slash = pattern.find('/');
        segments.emplace_back(pattern.substr(0, slash));
        CONGVAN_INVARIANT(!segments.back().empty());
        if (slash == std::string_view::npos) break;
        pattern.remove_prefix(slash + 1);
        CONGVAN_INVARIANT(!pattern.empty());
    }
    return segments;
}

bool is_parameter(std::string_view segment) { return segment.front() == '{' && segment.back() == '}'; }

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, Handler handler, RouteOptions options) {
    CONGVAN_INVARIANT(method != Method::head && method != Method::options);
    Node* node = root_.get();
    std::vector<std::string> names;
    for (const auto& segment : split_pattern(pattern)) {
        auto& next = is_parameter(segment) ? node->parameter : node->literals[segment];
        if (is_parameter(segment)) names.push_back(segment.substr(1, segment.size() - 2));
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    CONGVAN_INVARIANT(!node->routes.contains(method));
    node->routes.emplace(method, Route{std::string(pattern), std::move(handler), options});
    node->names.emplace(method, std::move(names));
}

void Router::fallback(Handler handler) {
    RouteOptions options;
    options.runs = RunsOn::at_once;
    fallback_ = std::make_unique<Route>(Route{"/*", std::move(handler), options});
}

namespace {

std::string allow_of(const auto& routes) {
    std::set<std::string_view> allowed{"OPTIONS"};
    for (const auto& [method, route] : routes) {
        allowed.insert(to_text(method));
        if (method == Method::get) allowed.insert("HEAD");
    }
    std::string list;
    for (const auto name : allowed) list += (list.empty() ? "" : ", ") + std::string(name);
    return list;
}

}  // namespace

Match Router::match(Method method, const std::vector<std::string>& segments) const {
    std::vector<std::string_view> values;
    // Depth first, literal before parameter; the tree is as deep as the longest pattern.
    const auto search = [&](const auto& self, const Node& node, std::size_t at) -> const Node* {
        if (at == segments.size()) return node.routes.empty() ? nullptr : &node;
        if (const auto literal = node.literals.find(segments[at]); literal != node.literals.end()) {
            if (const auto* found = self(self, *literal->second, at + 1)) return found;
        }
        if (!node.parameter || segments[at].empty()) return nullptr;
        values.push_back(segments[at]);
        if (const auto* found = self(self, *node.parameter, at + 1)) return found;
        values.pop_back();
        return nullptr;
    };
    const auto wanted = method == Method::head ? Method::get : method;
    if (const auto* node = search(search, *root_, 0)) {
        const auto route = node->routes.find(wanted);
        if (route == node->routes.end()) return NoSuchMethod{allow_of(node->routes)};
        Found found{&route->second, {}};
        const auto& names = node->names.at(wanted);
        for (std::size_t i = 0; i < names.size(); ++i) found.parameters.emplace_back(names[i], std::string(values[i]));
        return found;
    }
    const bool api = !segments.empty() && segments[0] == "api";
    if (!fallback_ || api) return NoSuchPath{};
    if (wanted != Method::get) return NoSuchMethod{"GET, HEAD, OPTIONS"};
    return Found{fallback_.get(), {}};
}

std::vector<std::string> Router::listing() const {
    std::vector<std::string> lines;
    const auto walk = [&](const auto& self, const Node& node) -> void {
        for (const auto& [method, route] : node.routes) lines.push_back(std::string(to_text(method)) + " " + route.pattern);
        for (const auto& [name, child] : node.literals) self(self, *child);
        if (node.parameter) self(self, *node.parameter);
    };
    walk(walk, *root_);
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace congvan::http
