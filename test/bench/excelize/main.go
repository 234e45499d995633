// Writes the workbook of all projects by excelize's stream writer, from a cursor of MongoDB's own driver, each record
// decoded once; prints its CPU and cells as JSON: excelize MONGODB_URI PLAN.json FILE.xlsx
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/xuri/excelize/v2"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

type column struct {
	Heading string            `json:"heading"`
	Path    string            `json:"path"`
	As      string            `json:"as"`
	Words   map[string]string `json:"words"`
	Width   float64           `json:"width"`
}

type plan struct {
	On     string `json:"on"`
	Sheets []struct {
		Name    string   `json:"name"`
		List    string   `json:"list"`
		Columns []column `json:"columns"`
	} `json:"sheets"`
	Projection    map[string]int    `json:"projection"`
	Withheld      string            `json:"withheld"`
	Significances map[string]string `json:"significances"`
}

// The values of a record or an item by name, as they came; each is read where it is written.
type fields map[string]bson.RawValue

type writer struct {
	plan
	styles map[string]int
	cells  int
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func fieldsOf(raw bson.Raw, into fields) fields {
	clear(into)
	elements, err := raw.Elements()
	must(err)
	for _, element := range elements {
		into[element.Key()] = element.Value()
	}
	return into
}

func text(value bson.RawValue) string {
	found, _ := value.StringValueOK()
	return found
}

func part(value bson.RawValue, key string) bson.RawValue {
	document, ok := value.DocumentOK()
	if !ok {
		return bson.RawValue{}
	}
	return document.Lookup(key)
}

func number(value bson.RawValue) (float64, bool) {
	if whole, ok := value.AsInt64OK(); ok {
		return float64(whole), true
	}
	return value.AsFloat64OK()
}

func items(value bson.RawValue) []bson.RawValue {
	array, ok := value.ArrayOK()
	if !ok {
		return nil
	}
	found, err := array.Values()
	must(err)
	return found
}

func (w *writer) phase(record fields) string {
	starts, terminated := text(part(record["startsOn"], "from")), text(part(record["terminatedOn"], "to"))
	ends := terminated
	if ends == "" {
		ends = text(part(record["endsOn"], "to"))
	}
	switch {
	case ends != "" && ends < w.On:
		return "ended"
	case starts > w.On:
		return "upcoming"
	case starts != "" && ends != "" && (terminated != "" || text(record["status"]) != "TERMINATED"):
		return "ongoing"
	}
	return "unknown"
}

func (w *writer) supports(record fields) string {
	var all []string
	for _, one := range items(record["supports"]) {
		share := ""
		if bp, ok := number(part(one, "shareBp")); ok {
			share = " " + strconv.FormatFloat(bp/100, 'f', -1, 64) + " %"
		}
		all = append(all, text(part(one, "initiative"))+" "+w.Significances[text(part(one, "significance"))]+share)
	}
	return strings.Join(all, "; ")
}

func coordinator(record fields) string {
	for _, one := range items(record["participants"]) {
		withheld, _ := part(one, "isWithheld").BooleanOK()
		if text(part(one, "role")) == "coordinator" && !withheld {
			return text(part(one, "name"))
		}
	}
	return ""
}

// A value of a column, nil where nothing is known.
func (w *writer) value(c *column, row, record fields) any {
	said := func(found string) any {
		if found == "" {
			return nil
		}
		return found
	}
	word := func(code string) string {
		if found, ok := c.Words[code]; ok {
			return found
		}
		return code
	}
	stored := row[c.Path]
	switch c.As {
	case "id":
		return said(text(record["_id"]))
	case "record":
		if found := text(record["acronym"]); found != "" {
			return found
		}
		return said(text(record["title"]))
	case "phase":
		return said(word(w.phase(record)))
	case "supports":
		return said(w.supports(record))
	case "coordinator":
		return said(coordinator(record))
	case "warnings":
		var all []string
		for _, one := range items(record["warnings"]) {
			all = append(all, word(text(part(one, "rule"))))
		}
		return said(strings.Join(all, "; "))
	case "texts":
		var all []string
		for _, one := range items(stored) {
			all = append(all, text(one))
		}
		return said(strings.Join(all, "; "))
	case "plain", "integer", "money", "percent":
		found, ok := number(stored)
		if !ok {
			return nil
		}
		if c.As == "money" {
			return found / 100
		}
		if c.As == "percent" {
			return found / 10000
		}
		return found
	case "day":
		from := text(part(stored, "from"))
		if from == "" || from != text(part(stored, "to")) {
			return said(text(part(stored, "value")))
		}
		day, err := time.Parse(time.DateOnly, from)
		must(err)
		return day
	case "instant":
		if instant, ok := stored.TimeOK(); ok {
			return instant
		}
		return nil
	case "yesNo":
		is, ok := stored.BooleanOK()
		if !ok {
			return nil
		}
		if is {
			return "Yes"
		}
		return "No"
	case "choice":
		return said(word(text(stored)))
	case "reference":
		return said(text(part(stored, "identifier")))
	}
	return said(text(stored))
}

func (w *writer) row(columns []column, row, record fields, into []any) {
	for at := range columns {
		c := &columns[at]
		value := w.value(c, row, record)
		into[at] = nil
		if value == nil {
			continue
		}
		w.cells++
		if style, ok := w.styles[c.As]; ok {
			into[at] = excelize.Cell{StyleID: style, Value: value}
		} else {
			into[at] = value
		}
	}
}

func main() {
	uri, planFile, file := os.Args[1], os.Args[2], os.Args[3]
	w := writer{styles: map[string]int{}}
	read, err := os.ReadFile(planFile)
	must(err)
	must(json.Unmarshal(read, &w.plan))
	ctx := context.Background()
	client, err := mongo.Connect(options.Client().ApplyURI(uri))
	must(err)

	book := excelize.NewFile()
	for as, format := range map[string]string{
		"money": "#,##0.00", "percent": "0.00%", "integer": "#,##0", "day": "d mmm yyyy", "instant": "d mmm yyyy hh:mm",
	} {
		w.styles[as], err = book.NewStyle(&excelize.Style{CustomNumFmt: &format})
		must(err)
	}
	streams := make([]*excelize.StreamWriter, len(w.Sheets))
	next := make([]int, len(w.Sheets))
	values := make([][]any, len(w.Sheets))
	for at, sheet := range w.Sheets {
		_, err = book.NewSheet(sheet.Name)
		must(err)
		streams[at], err = book.NewStreamWriter(sheet.Name)
		must(err)
		headings := make([]any, len(sheet.Columns))
		for number, c := range sheet.Columns {
			headings[number] = c.Heading
			must(streams[at].SetColWidth(number+1, number+1, c.Width))
		}
		must(streams[at].SetRow("A1", headings))
		next[at], values[at] = 2, make([]any, len(sheet.Columns))
	}
	must(book.DeleteSheet("Sheet1"))

	found, err := client.Database("callfolio").Collection("projects").Find(ctx, bson.D{},
		options.Find().SetSort(bson.D{{Key: "euContribution", Value: -1}, {Key: "_id", Value: -1}}).
			SetProjection(w.Projection).SetBatchSize(1000))
	must(err)
	record, item := fields{}, fields{}
	add := func(at int, row fields) {
		w.row(w.Sheets[at].Columns, row, record, values[at])
		must(streams[at].SetRow("A"+strconv.Itoa(next[at]), values[at]))
		next[at]++
	}
	for found.Next(ctx) {
		fieldsOf(found.Current, record)
		for at, sheet := range w.Sheets {
			if sheet.List == "" {
				add(at, record)
				continue
			}
			for _, one := range items(record[sheet.List]) {
				document, _ := one.DocumentOK()
				fieldsOf(document, item)
				if withheld, _ := item["isWithheld"].BooleanOK(); withheld {
					line := fields{"euContribution": item["euContribution"], "isWithheld": item["isWithheld"]}
					_, name, _ := bson.MarshalValue(w.Withheld)
					line["name"] = bson.RawValue{Type: bson.TypeString, Value: name}
					add(at, line)
					continue
				}
				add(at, item)
			}
		}
	}
	must(found.Err())
	for _, stream := range streams {
		must(stream.Flush())
	}
	must(book.SaveAs(file))
	must(client.Disconnect(ctx))

	var used syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	cpu := time.Duration(used.Utime.Nano() + used.Stime.Nano())
	fmt.Printf(`{"cpuMs":%d,"cells":%d}`, cpu.Milliseconds(), w.cells)
}
