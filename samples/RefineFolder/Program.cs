// A folder of a model's predictions becomes refined labels: pixel labels, regions (PSA), correction (SCC), measures.
//
//   dotnet run -c Release --project samples/RefineFolder -- out

using SeCo.Correction;
using SeCo.Datasets;
using SeCo.DrawnScenes;
using SeCo.Pipeline;

string folder = args.Length > 0 ? args[0] : "out";

// Drawn scenes stand for your data. Of your own:
//   DatasetOptions dataset = new()
//   {
//       Root = "street", Classes = "cityscapes19", Images = "images",
//       Predictions = new PredictionSources { Labels = "predictions", Confidence = "confidence" },
//   };
DatasetOptions dataset = DrawnSceneWriter.Write(Path.Combine(folder, "data"), new DrawnSceneOptions { Count = 6, Width = 160, Height = 96 });

RunOptions options = new()
{
    Dataset = dataset,
    Correction = new CorrectionOptions { Backbone = Backbone.Descriptors, Folds = 2, ClassBalance = 0.5 }, // needs no weights
};
SeCoPipeline pipeline = new(options, new RunFolder(Path.Combine(folder, "run")));
RunSummary summary = await pipeline.RunAsync();

Console.WriteLine("stage         coverage  accuracy  mIoU of what is covered");
foreach (StageMeasures stage in summary.Stages)
{
    Console.WriteLine($"{stage.Stage,-12}  {stage.Scores.Coverage,8:P1}  {stage.Scores.Accuracy,8:P1}  {stage.Scores.Miou,8:P1}");
}

Console.WriteLine($"Labels: {pipeline.Folder.Labels}");
