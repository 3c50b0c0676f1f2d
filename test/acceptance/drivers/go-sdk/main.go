// An application with the Go server SDK. It is asked in lines of JSON on standard input and answers in such lines; it ends
// with its input. Usage: go-sdk <relay URL> <SDK key>
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	harness "github.com/harness/ff-golang-server-sdk/client"
	"github.com/harness/ff-golang-server-sdk/evaluation"
	"github.com/harness/ff-golang-server-sdk/types"
)

const longestLine = 1 << 20

type question struct {
	Kind     string          `json:"kind"`
	Flag     string          `json:"flag"`
	Fallback json.RawMessage `json:"fallback"`
	Reads    int             `json:"reads"`
	Target   struct {
		Identifier string                 `json:"identifier"`
		Name       string                 `json:"name"`
		Attributes map[string]interface{} `json:"attributes"`
	} `json:"target"`
}

type request struct {
	ID       int      `json:"id"`
	Question question `json:"question"`
}

func main() {
	url, sdkKey := os.Args[1], os.Args[2]
	client, err := harness.NewCfClient(sdkKey, harness.WithURL(url), harness.WithEventsURL(url),
		harness.WithStoreEnabled(false), harness.WithWaitForInitialized(true))
	check(err)
	answer(map[string]interface{}{"ready": true})

	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, longestLine)
	for lines.Scan() {
		var asked request
		check(json.Unmarshal(lines.Bytes(), &asked))
		var value interface{}
		for read := 0; read < asked.Question.Reads; read++ {
			value = variation(client, asked.Question)
		}
		answer(map[string]interface{}{"id": asked.ID, "value": value})
	}
	check(lines.Err())
	check(client.Close())
}

// The error that comes with a fallback is left aside: the fallback is the answer.
func variation(client *harness.CfClient, asked question) interface{} {
	target := &evaluation.Target{Identifier: asked.Target.Identifier, Name: asked.Target.Name, Attributes: &asked.Target.Attributes}
	switch asked.Kind {
	case "boolean":
		value, _ := client.BoolVariation(asked.Flag, target, fallback[bool](asked))
		return value
	case "string":
		value, _ := client.StringVariation(asked.Flag, target, fallback[string](asked))
		return value
	case "int":
		value, _ := client.NumberVariation(asked.Flag, target, fallback[float64](asked))
		return value
	case "json":
		value, _ := client.JSONVariation(asked.Flag, target, fallback[types.JSON](asked))
		return value
	}
	panic("no flag is of the kind " + asked.Kind)
}

func fallback[T any](asked question) T {
	var value T
	check(json.Unmarshal(asked.Fallback, &value))
	return value
}

func answer(message map[string]interface{}) {
	line, err := json.Marshal(message)
	check(err)
	fmt.Println(string(line))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
