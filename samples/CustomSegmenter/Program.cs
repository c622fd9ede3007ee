// A segmenter of your own in the place of Segment Anything: regions of nearly one colour.
//
//   dotnet run -c Release --project samples/CustomSegmenter -- out

using CustomSegmenter;
using SeCo.Correction;
using SeCo.Datasets;
using SeCo.DrawnScenes;
using SeCo.Pipeline;

string folder = args.Length > 0 ? args[0] : "out";
DatasetOptions dataset = DrawnSceneWriter.Write(Path.Combine(folder, "data"), new DrawnSceneOptions { Count = 4, Width = 160, Height = 96 });
RunOptions options = new() { Dataset = dataset, Correction = new CorrectionOptions { Backbone = Backbone.Descriptors, Folds = 2 } };

RunSummary builtIn = await new SeCoPipeline(options, new RunFolder(Path.Combine(folder, "built-in"))).RunAsync();

CustomParts parts = new() { Segmenter = () => new ColourSegmenter(levels: 6) };
RunSummary own = await new SeCoPipeline(options, new RunFolder(Path.Combine(folder, "own")), parts: parts).RunAsync();

Console.WriteLine("segmenter  regions  coverage  accuracy");
foreach ((string name, StageMeasures psa) in new[] { ("built-in", builtIn.Stages[1]), ("own", own.Stages[1]) })
{
    Console.WriteLine($"{name,-9}  {psa.Regions,7}  {psa.Scores.Coverage,8:P1}  {psa.Scores.Accuracy,8:P1}");
}
