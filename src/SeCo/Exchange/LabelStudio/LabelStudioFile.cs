using System.Xml;
using System.Xml.Linq;

namespace SeCo.Exchange;

/// <summary>Writes regions as tasks of Label Studio with predictions: one brush mask a region, to be corrected by a person.</summary>
/// <remarks>A list of tasks: <c>data</c> {<c>image</c>, <c>name</c>} and one of <c>predictions</c> with <c>score</c> and <c>result</c>. A result has
/// <c>id</c>, <c>type</c> (<c>brushlabels</c>), <c>from_name</c> (<c>label</c>), <c>to_name</c> (<c>image</c>), the size, <c>score</c>, and <c>value</c>
/// {<c>format</c>, <c>rle</c> (<see cref="BrushRle"/>), <c>brushlabels</c>}. Scores are one minus the noise probability; that of a task is the least of its
/// regions'.</remarks>
public static class LabelStudioFile
{
    /// <summary>The name of the control that labels.</summary>
    public const string Control = "label";

    /// <summary>The name of the image in the labelling settings, and of its field in a task.</summary>
    public const string ImageField = "image";

    /// <summary>The field of a task that holds the image's name here.</summary>
    public const string NameField = "name";

    /// <summary>Writes the tasks to a stream, which stays open; one image's regions are in memory at a time.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="selection">The regions.</param>
    /// <param name="imagePrefix">What stands before the file's name in the address of an image, as <c>/data/local-files/?d=</c>;
    /// after a web address the name is escaped.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    public static void Write(Stream stream, RegionSelection selection, string imagePrefix = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        IEnumerable<LabelStudioTask> tasks = selection.Images.Select(image => TaskOf(image, selection, imagePrefix, cancellationToken));
        JsonSerializer.Serialize(stream, tasks, LabelStudioJson.Plain.IEnumerableLabelStudioTask);
    }

    /// <summary>The labelling settings that the tasks need: an image and a brush for each class, in its colour.</summary>
    /// <param name="classes">The class set.</param>
    public static string LabellingSettings(ClassSet classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        XElement view = new(
            "View",
            new XElement("Image", new XAttribute("name", ImageField), new XAttribute("value", "$" + ImageField), new XAttribute("zoom", "true")),
            new XElement(
                "BrushLabels", new XAttribute("name", Control), new XAttribute("toName", ImageField),
                classes.Classes.Select(c => new XElement(
                    "Label", new XAttribute("value", c.Name), new XAttribute("background", $"#{c.Color.R:x2}{c.Color.G:x2}{c.Color.B:x2}")))));
        StringBuilder text = new();
        using (XmlWriter xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            view.WriteTo(xml);
        }

        return text.Append('\n').ToString();
    }

    private static LabelStudioTask TaskOf(ExchangeImage image, RegionSelection selection, string imagePrefix, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ConnectedRegion> regions = selection.Regions(image);
        LabelStudioMark[] marks = [.. regions.Select(region => new LabelStudioMark(
            $"region-{region.Id}", "brushlabels", Control, ImageField, image.Width, image.Height, 0, Score(region),
            new LabelStudioValue(
                "rle", BrushRle.Encode(region.Mask), Brushlabels: [selection.Classes.Classes[RegionSelection.ShownClass(region)].Name])))];
        return new LabelStudioTask(
            new LabelStudioData(LabelStudioAddress.Of(imagePrefix, image.FileInside), image.Name),
            [new LabelStudioPrediction("seco", regions.Min(Score), marks)]);
    }

    private static double? Score(ConnectedRegion region) => 1 - region.Outcome?.NoiseProbability;
}
