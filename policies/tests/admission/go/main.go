// Answers for each pod of a file what Pod Security Admission makes of it.
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// The versions at which the standards changed, the one before each, and the ends.
var minors = []int{0, 7, 8, 18, 19, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37}

// A pod, and the minor versions of the standards at which it is refused.
type row struct {
	Pod        json.RawMessage `json:"pod"`
	Baseline   []int           `json:"baseline"`
	Restricted []int           `json:"restricted"`
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		log.Fatal(err)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		var asked row
		var pod corev1.Pod
		if err := json.Unmarshal([]byte(line), &asked); err != nil {
			log.Fatal(err)
		}
		if err := json.Unmarshal(asked.Pod, &pod); err != nil {
			log.Fatal(err)
		}
		refused := func(level api.Level) []int {
			found := []int{}
			for _, minor := range minors {
				version := api.LevelVersion{Level: level, Version: api.MajorMinorVersion(1, minor)}
				for _, result := range evaluator.EvaluatePod(version, &pod.ObjectMeta, &pod.Spec) {
					if !result.Allowed {
						found = append(found, minor)
						break
					}
				}
			}
			return found
		}
		answer, err := json.Marshal(row{asked.Pod, refused(api.LevelBaseline), refused(api.LevelRestricted)})
		if err != nil {
			log.Fatal(err)
		}
		out.Write(append(answer, '\n'))
	}
}
