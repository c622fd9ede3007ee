// Images whose files are named by rules of your own: here all in one folder, 0001_rgb.png with 0001_answer.png, 0001_sure.png and 0001_truth.png.
// (Files with the same names in several folders need no code: dataset.layout: folder. Nor do lists: dataset.layout: list.)
//
//   dotnet run -c Release --project samples/CustomDataset -- out

using CustomDataset;
using SeCo.Correction;
using SeCo.Datasets;
using SeCo.DrawnScenes;
using SeCo.Pipeline;

string folder = args.Length > 0 ? args[0] : "out";
string data = Path.Combine(folder, "survey");
Survey.Draw(data, count: 4);

ImageEntry[] entries =
[
    .. from image in Directory.EnumerateFiles(data, "*_rgb.png").Order(StringComparer.Ordinal)
       let number = Path.GetFileName(image)[..4]
       select new ImageEntry
       {
           Name = number, // outputs are named like this
           ImagePath = image,
           PredictionPath = Path.Combine(data, $"{number}_answer.png"),
           ConfidencePath = Path.Combine(data, $"{number}_sure.png"),
           TruthPath = Path.Combine(data, $"{number}_truth.png"), // null where there is none
       },
];
Dataset survey = Dataset.Of(data, DrawnClasses.Set, entries); // of your own: ClassSet.Resolve("cityscapes19"), or a YAML file

DatasetCheck.Require(survey.Entries); // sizes and values of all files, before hours are spent; a run does it too
RunOptions settings = new() { Correction = new CorrectionOptions { Backbone = Backbone.Descriptors, Folds = 2 } };
SeCoPipeline pipeline = new(settings, new RunFolder(Path.Combine(folder, "run")), parts: new CustomParts { Dataset = survey });
RunSummary summary = await pipeline.RunAsync();

foreach (string line in File.ReadLines(pipeline.Folder.List))
{
    Console.WriteLine(line);
}

Console.WriteLine(
    $"{summary.Images} images, {summary.Stages[^1].Scores.Coverage:P0} of the pixels labelled, {summary.Stages[^1].Scores.Accuracy:P0} of those rightly");
