// Command oracles writes what Kubernetes and Go make of generated texts, as JSON lines in the folder of its argument.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/distribution/reference"
	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/ext"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apiserver/pkg/cel/library"
)

// generator makes random texts. Its seed is fixed, so that a second run writes the same files.
type generator struct{ *rand.Rand }

func (g generator) pick(items ...string) string { return items[g.IntN(len(items))] }

func (g generator) some(most int, part func() string) string {
	var b strings.Builder
	for range g.IntN(most + 1) {
		b.WriteString(part())
	}
	return b.String()
}

// spoil changes a text a little in one of eight cases, so that near misses are asked about too.
func (g generator) spoil(text, alphabet string) string {
	if text == "" || g.IntN(8) > 0 {
		return text
	}
	runes, letters := []rune(text), []rune(alphabet)
	at := g.IntN(len(runes))
	before, after := string(runes[:at]), string(runes[at+1:])
	letter := string(letters[g.IntN(len(letters))])
	switch g.IntN(3) {
	case 0:
		return before + letter + string(runes[at:])
	case 1:
		return before + after
	default:
		return before + letter + after
	}
}

func main() {
	folder := os.Args[1]
	environment := must(cel.NewEnv(ext.Strings(), library.SemverLib(library.SemverVersion(1)), library.IP(), library.CIDR()))
	for name, row := range map[string]struct {
		count int
		make  func(generator) []any
	}{
		"quantity": {1800, quantity},
		"duration": {1200, duration},
		"image":    {1200, image},
		"selector": {1000, selector},
		"percent":  {400, percent},
		"path":     {400, cleanPath},
		"regex":    {1200, regex},
		"version":  {1000, version(environment)},
		"cidr":     {1000, cidr(environment)},
	} {
		seed := uint64(len(name))<<8 | uint64(name[0])
		g := generator{rand.New(rand.NewPCG(seed, 1))}
		var b strings.Builder
		for range row.count {
			encoder := json.NewEncoder(&b)
			encoder.SetEscapeHTML(false)
			check(encoder.Encode(row.make(g)))
		}
		check(os.WriteFile(filepath.Join(folder, name+".jsonl"), []byte(b.String()), 0o644))
	}
}

func (g generator) quantityText() string {
	digit := func() string { return g.pick("0", "0", "1", "2", "5", "9") }
	number := g.pick("", "", "", "-", "+") + g.some(g.IntN(5)+1, digit)
	if g.IntN(16) == 0 {
		number += g.some(30, digit)
	}
	if g.IntN(3) == 0 {
		number += "." + g.some(12, digit)
	}
	suffix := g.pick("", "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
	if g.IntN(5) == 0 {
		suffix = g.pick("e", "E") + g.pick("", "+", "-") + g.some(2, digit)
	}
	return g.spoil(number+suffix, "0123456789.+-eEinumkKMGTP_ x")
}

// canonical is the printed form, or nothing where Kubernetes prints another value than it holds: it knows no suffix
// beyond E and Ei, and leaves one out without padding the digits.
func canonical(q resource.Quantity) any {
	number, suffix := q.CanonicalizeBytes(nil)
	text := string(number) + string(suffix)
	if back, err := resource.ParseQuantity(text); err != nil || back.Cmp(q) != 0 {
		return nil
	}
	return text
}

// quantity gives [text, other, canonical, canonical of other, order, sum, difference, product with three].
func quantity(g generator) []any {
	a, b := g.quantityText(), g.quantityText()
	left, err := resource.ParseQuantity(a)
	if err != nil {
		return []any{a}
	}
	right, err := resource.ParseQuantity(b)
	if err != nil {
		return []any{b}
	}
	sum, difference, product := left.DeepCopy(), left.DeepCopy(), left.DeepCopy()
	sum.Add(right)
	difference.Sub(right)
	product.Mul(3)
	return []any{a, b, canonical(left), canonical(right), left.Cmp(right), canonical(sum), canonical(difference), canonical(product)}
}

// duration gives [text, nanoseconds, printed form].
func duration(g generator) []any {
	digit := func() string { return g.pick("0", "1", "3", "9") }
	text := g.pick("", "", "-", "+")
	for range g.IntN(4) {
		text += g.some(g.IntN(8)+1, digit)
		if g.IntN(3) == 0 {
			text += "." + g.some(22, digit)
		}
		text += g.pick("ns", "us", "µs", "μs", "ms", "s", "m", "h")
	}
	text = g.spoil(text, "0123456789.+-nusmhd ")
	value, err := time.ParseDuration(text)
	if err != nil {
		return []any{text}
	}
	return []any{text, int64(value), value.String()}
}

// image gives [text, registry, repository, tag, digest].
func image(g generator) []any {
	hex := func(length int) string { return strings.Repeat("0123456789abcdef", 8)[:length] }
	// In the file, `#64` stands for so many digits.
	short := strings.NewReplacer(hex(128), "#128", hex(96), "#96", hex(64), "#64").Replace
	component := func() string {
		return g.pick("a", "app", "nginx", "a-b", "a.b", "a__b", "x1", "a---b", "library", "a_b.c") + g.pick("", "", "", "-x", ".y", "_z")
	}
	text := g.pick("", "", "docker.io/", "index.docker.io/", "localhost/", "localhost:5000/", "ghcr.io/", "GHCR.io/", "Host/",
		"r:80/", "[::1]/", "[2001:db8::1]:80/", "10.0.0.1:5000/", "a_b.c/", "-a.b/", "host.:1/") + component()
	for range g.IntN(3) {
		text += "/" + component()
	}
	if g.IntN(2) == 0 {
		text += ":" + g.pick("1", "v1.2", "latest", "A_b", "-x", ".1", "", hex(128), hex(128)+"1")
	}
	if g.IntN(3) == 0 {
		text += "@" + g.pick("sha256:"+hex(64), "sha512:"+hex(128), "sha384:"+hex(96), "sha256:"+hex(63), "sha256:"+strings.ToUpper(hex(64)), "md5:"+hex(32), "sha256+b64:"+hex(64))
	}
	text = g.spoil(text, "aA0.-_:/@[]é ")
	named, err := reference.ParseNormalizedNamed(text)
	if err != nil {
		return []any{short(text)}
	}
	var tag, digest any
	if tagged, ok := named.(reference.Tagged); ok {
		tag = short(tagged.Tag())
	}
	if digested, ok := named.(reference.Digested); ok {
		digest = short(digested.Digest().String())
	}
	if reference.IsNameOnly(named) {
		tag = "latest"
	}
	return []any{short(text), reference.Domain(named), reference.Path(named), tag, digest}
}

// selector gives [selector, labels, whether it selects].
func selector(g generator) []any {
	key := func() string { return g.pick("app", "tier", "env") }
	value := func() string { return g.pick("web", "db", "") }
	var s metav1.LabelSelector
	set := labels.Set{}
	for range g.IntN(4) {
		set[key()] = value()
	}
	for range g.IntN(2) {
		s.MatchLabels = map[string]string{key(): value()}
	}
	for range g.IntN(3) {
		values := []string{}
		for range g.IntN(3) {
			values = append(values, value())
		}
		operator := metav1.LabelSelectorOperator(g.pick("In", "NotIn", "Exists", "DoesNotExist", "In", "NotIn", "Gt", "in"))
		s.MatchExpressions = append(s.MatchExpressions, metav1.LabelSelectorRequirement{Key: key(), Operator: operator, Values: values})
	}
	compiled, err := metav1.LabelSelectorAsSelector(&s)
	if err != nil {
		return []any{s, set}
	}
	return []any{s, set, compiled.Matches(set)}
}

// percent gives [text, total, rounded up, rounded down].
func percent(g generator) []any {
	text := g.spoil(fmt.Sprint(g.IntN(220)-10)+"%", "0123456789%-+. ")
	total := g.IntN(50)
	value := intstr.FromString(text)
	up, err := intstr.GetScaledValueFromIntOrPercent(&value, total, true)
	if err != nil {
		return []any{text, total}
	}
	return []any{text, total, up, must(intstr.GetScaledValueFromIntOrPercent(&value, total, false))}
}

// cleanPath gives [path, clean path].
func cleanPath(g generator) []any {
	text := g.some(12, func() string { return g.pick("/", "/", ".", "..", "a", "var", "run") })
	return []any{text, path.Clean(text)}
}

// regex gives [pattern, text, whether it matches, …].
func regex(g generator) []any {
	var pattern func(depth int) string
	pattern = func(depth int) string {
		return g.some(4, func() string {
			atom := g.pick("a", "b", "K", "1", "_", " ", "-", "é", ".", "^", "$", `\d`, `\D`, `\w`, `\W`, `\s`, `\S`, `\b`, `\B`, "[ab]",
				"[^ab]", `[^\w]`, `[\s\d]`, "[a-k-]", "[]a]", "[[:upper:]]", "[[:^space:]_]", "[é-ü]", `\n`, `\.`, `\x41`, `\x{e9}`, "(?i)", "(?m)", `\A`, `\z`, "|")
			if depth > 0 && g.IntN(4) == 0 {
				atom = g.pick("(", "(?:", "(?i:", "(?m:", "(?s:", "(?i-s:") + pattern(depth-1) + ")"
			}
			return atom + g.pick("", "", "", "", "*", "+", "?", "{2}", "{1,3}", "{0,1}?", "*?")
		})
	}
	text := g.spoil(pattern(2), `ab(){}[]*+?\|^$-,1:pPQ`)
	compiled, err := regexp.Compile(text)
	if err != nil {
		return []any{text}
	}
	row := []any{text}
	for range 4 {
		haystack := g.some(6, func() string {
			return g.pick("a", "b", "A", "k", "1", "_", " ", "-", "\n", ".", "é", "É", "\v", "😀")
		})
		row = append(row, haystack, compiled.MatchString(haystack))
	}
	return row
}

// evaluator compiles an expression over the texts a and b.
func evaluator(environment *cel.Env, expression string) func(a, b string) any {
	extended := must(environment.Extend(cel.Variable("a", cel.StringType), cel.Variable("b", cel.StringType)))
	checked, issues := extended.Compile(expression)
	check(issues.Err())
	program := must(extended.Program(checked))
	return func(a, b string) any {
		value, _, err := program.Eval(map[string]any{"a": a, "b": b})
		if err != nil {
			return nil
		}
		return value.Value()
	}
}

// version gives [text, other, order].
func version(environment *cel.Env) func(generator) []any {
	valid := evaluator(environment, "isSemver(a, true)")
	order := evaluator(environment, "semver(a, true).compareTo(semver(b, true))")
	text := func(g generator) string {
		number := func() string { return g.pick("0", "1", "2", "10", "01", "00") }
		text := g.pick("", "", "v") + number()
		parts := g.IntN(12)
		for range min(parts, 2) {
			text += "." + number()
		}
		if parts == 11 {
			text += "." + number()
		}
		if g.IntN(3) == 0 {
			text += "-" + g.pick("alpha", "alpha.1", "beta.2", "beta.11", "rc1", "0", "01", "a-b", "")
		}
		if g.IntN(6) == 0 {
			text += "+" + g.pick("b1", "001", "a.b", "")
		}
		return g.spoil(text, "0123.-+va ")
	}
	return func(g generator) []any {
		a, b := text(g), text(g)
		if valid(a, "") != true {
			return []any{a}
		}
		if valid(b, "") != true {
			return []any{b}
		}
		return []any{a, b, order(a, b)}
	}
}

// cidr gives [network, other, masked network, contains other, contains the other's address].
func cidr(environment *cel.Env) func(generator) []any {
	valid := evaluator(environment, "isCIDR(a)")
	masked := evaluator(environment, "string(cidr(a).masked())")
	network := evaluator(environment, "cidr(a).containsCIDR(cidr(b))")
	address := evaluator(environment, "cidr(a).containsIP(cidr(b).ip())")
	text := func(g generator) string {
		part := func() string { return g.pick("0", "10", "127", "128", "255", "1") }
		if g.IntN(3) == 0 {
			return g.spoil(g.pick("::", "::1", "2001:db8::", "fe80::1", "::ffff:10.0.0.1", "ff::", "1:2:3:4:5:6:7:8")+"/"+g.pick("0", "8", "32", "64", "127", "128"), "0123456789abcdef:./%")
		}
		return g.spoil(fmt.Sprintf("%s.%s.%s.%s/%s", part(), part(), part(), part(), g.pick("0", "1", "8", "9", "16", "24", "31", "32")), "0123456789./: ")
	}
	return func(g generator) []any {
		a, b := text(g), text(g)
		if valid(a, "") != true {
			return []any{a}
		}
		if valid(b, "") != true {
			return []any{b}
		}
		return []any{a, b, masked(a, ""), network(a, b), address(a, b)}
	}
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		panic(errors.Join(errors.New("oracles"), err))
	}
}
